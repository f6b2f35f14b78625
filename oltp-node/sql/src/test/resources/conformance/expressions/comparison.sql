-- # values compare by class, then by value
select 1=1.0, '1'=1, 'a'<'b', 'a'='A', 1<'a', x'61'>'a', null=null, null is null, 1 is not 2, 1 is null, 'a' collate nocase = 'A', 'a ' = 'a' collate rtrim;
select 1<2.5, 2<1.5, 9223372036854775807 < 9223372036854775807.0, 9007199254740993 = 9007199254740992.0, 9007199254740993 > 9007199254740992.0;
select x'00' < x'0000', x'01' > x'00ff', '' < 'a', 'ab' < 'b', 'é' > 'z', 1e400 > 9223372036854775807;
select 1 == 1, 1 <> 2, 1 != 1, null <> 1, null < 1, 1 is 1.0, 'a' is 'A', null is not 5, 1 is not distinct from 1, null is distinct from null;
select 1 isnull, null isnull, 1 notnull, null notnull, 1 not null, null not null;
select 1 in (1,2), 3 in (1,2), null in (1,2), 3 in (1,null), 1 not in (2,null), 1 in (), '1' in (1), 1 in ('1'), null in (), null not in (), 1.0 in (1), 'a' in ('A');
select 2 between 1 and 3, 2 not between 1 and 3, null between 1 and 2, 'b' between 'a' and 'c', 5 between 6 and 1, 1 between null and 0, 1 between null and 2;
select not null, not 0, not 'abc', not '1abc', 1 and null, 0 and null, 1 or null, 0 or null, null is not distinct from null, 1 is distinct from null, not 0.5, not x'31';
select true, false, true+1, 1 is true, 0 is false, null is true, 5 is not false, 'x' is true, null is not true, 0.5 is true, true = 1, typeof(true);
select 1 < 2 < 3, 3 > 2 > 1, 1 = 2 < 3, 1 and 0 or 1, 1 or 0 and 0, not 1 or 1, not 1 is null, 1 is null is null, 2 in (2) in (1);

-- # affinity decides comparisons of columns
create table t (i integer, r real, t text, n numeric, b blob, a any);
insert into t values (10, 10.0, '10', 10, x'3130', 10);
select i = '10', i = '10.0', t = 10, t = 10.0, r = '10', i = t, t = i, r = t, b = '10', b = 10, a = 10, i = b, t = b from t;
select i < '9', t < 9, t < '9', i in ('10'), t in (10), t in (10.0), i between '9' and '11', '10' in (i), i = +'10', +i = '10', cast(i as text) = '10', cast(i as text) = 10 from t;
select t = (select 10), i = (select '10'), t in (select 10), i in (select '10'), (select '10') = i, i in (select t from t), t in (select i from t) from t;
select case i when '10' then 'y' else 'n' end, case t when 10 then 'y' else 'n' end, nullif(i, '10'), max(i, '9'), coalesce(i, t) from t;
select count(*) from t where i = '10' and t = 10;

-- # collations
create table t (id integer primary key, b text, n text collate nocase, r text collate rtrim);
insert into t values (1, 'abc', 'ABC', 'abc  '), (2, 'ABC', 'abd', 'abc'), (3, 'abc ', 'abc', 'ABC'), (4, 'é', 'É', ' abc');
select id from t where b = 'ABC' order by id;
select id from t where n = 'abc' order by id;
select id from t where r = 'abc' order by id;
select id from t where b = n order by id;
select id from t where n = b order by id;
select id from t where b = n collate binary order by id;
select id from t where n collate binary = 'abc' order by id;
select id from t where b collate nocase = 'abc' order by id;
select id from t where n > 'ABC' order by id;
select id from t where n between 'ABC' and 'ABC' order by id;
select id from t where n in ('ABC', 'x') order by id;
select id from t where 'ABC' in (b, n) order by id;
select id from t where b in (select n from t) order by id;
select id from t where n in (select b from t) order by id;
select id from t where b || '' = 'ABC' or n || '' = 'abc' order by id;
select id from t where (n) = 'abc' order by id;
select id from t where (b, n) = ('abc', 'abc') order by id;
select id from t where case n when 'abc' then 1 end order by id;
select max(n), min(n), count(distinct n), count(distinct b) from t;
select n from t order by n, id;
select id from t order by r, id;
select id from t where n like 'ab%' order by id;
select distinct n from t order by 1;
select n, count(*) from t group by n order by 1;
select 'a' = 'A' collate nocase, 'a' collate nocase = 'A' collate binary, 'a' collate binary = 'A' collate nocase;

-- # rows of values
select (1,2)=(1,2), (1,2)<(1,3), (1,2) in (select 1,2), (2,1)>(1,5), (1,null)=(1,2), (1,2) is (1,2), (1,null) is (1,null), (1,null) = (2,null), (null,1) < (1,2), (1,null) < (2,1), (1,2) <> (1,2), (1,2) >= (1,2), (1,2,3) < (1,2,4);
select (1,2) between (1,1) and (1,3), (1,2) not between (1,1) and (1,3), (1, 'a') = (1, 'A' collate nocase);
select (1,2) in ((1,2));
select (1,2) in (values (1,2), (3,4)), (1,2) not in (values (3,4)), (1,null) in (values (1,2)), (select 1,2) = (1,2), (1,2) = (select 1,2);
select case (1,2) when (1,2) then 'y' end;
select (1,2);
select (1,2) = 1;
select (1,2) = (1,2,3);
select (1,2) + 1;
create table t (a int, b int, primary key (a, b));
insert into t values (1, 1), (1, 2), (2, 1), (2, 2), (3, 0);
select * from t where (a, b) > (1, 1) order by a, b;
select * from t where (a, b) >= (1, 2) and (a, b) < (2, 2) order by a, b;
select * from t where (a, b) in (values (1, 1), (3, 0), (9, 9)) order by a, b;
select * from t where (b, a) = (0, 3);
select * from t where (a, b) <= (select 1, 2) order by a, b;
