-- # ORDER BY
create table t (id integer primary key, a int, b text, c text collate nocase, d real);
insert into t values (1, 3, 'b', 'B', 1.5), (2, null, 'A', 'a', null), (3, 1, 'a', 'C', -1.0), (4, 3, null, null, 2.0), (5, 2, 'B', 'b', 1.5);
select id from t order by a, id;
select id from t order by a desc, id;
select id from t order by a asc nulls last, id;
select id from t order by a desc nulls first, id;
select id from t order by a nulls first, id desc;
select id from t order by b, id;
select id from t order by b collate nocase, id;
select id from t order by c, id;
select id from t order by c collate binary, id;
select id from t order by c collate nocase desc, id;
select id, a from t order by 2, 1;
select id, a from t order by 2 desc, 1 desc;
select id, a + 1 as q from t order by q, id;
select id, -a as a from t order by a, id;
select id, a as b from t order by b, id;
select id from t order by -a, id;
select id from t order by a % 2, d, id;
select id from t order by length(b), id;
select id from t order by d is null, d, id;
select id from t order by case id when 3 then 0 else 1 end, id;
select id from t order by (select max(x.a) from t x where x.id <= t.id), id;
select id from t order by a * 2 + coalesce(d, 0), id;
select id from t order by 'x', id;
select id from t order by null, id desc;
select id from t order by 5;
select id from t order by 0;
select id from t order by nosuch;
select id from t order by random() * 0, id;
select id from t order by id collate nosuch;
--> error UNDEFINED_OBJECT
select b || c x from t order by x collate nocase desc, id;
select t.id from t order by t.a, t.id;
select id from t order by (a, b);
select * from t order by d desc, id desc;
select count(*) from t order by a;
select a, count(*) from t group by a order by count(*) desc, a;
select v from (select 2 as v union all select 'a' union all select null union all select x'00' union all select 1.5 union all select '10') order by v;
select v from (select 2 as v union all select 'a' union all select null union all select x'00' union all select 1.5 union all select '10') order by v desc;

-- # LIMIT and OFFSET
create table t (id integer primary key);
insert into t values (1), (2), (3), (4), (5);
select id from t order by id limit 2;
select id from t order by id limit 2 offset 3;
select id from t order by id limit 3, 1;
select id from t order by id limit 0;
select id from t order by id limit -1;
select id from t order by id limit -1 offset 3;
select id from t order by id limit 2 offset -1;
select id from t order by id limit 2 offset 10;
select id from t order by id limit 1 + 1;
select id from t order by id limit (select 3);
select id from t order by id limit (select count(*) from t) - 3 offset (select 1);
select id from t order by id limit '2';
select id from t order by id limit 2.0;
select id from t order by id desc limit 9223372036854775807;
select id from t order by id limit 9223372036854775807 offset 2;
select id from t order by id limit 2.5;
select id from t order by id limit 'x';
select id from t order by id limit null;
--> 1
--> 2
--> 3
--> 4
--> 5
select id from t order by id limit id;
select count(*) from (select id from t limit 3);
select id from t where id > 1 order by id limit 2;
select id from t where id in (1, 3, 5) order by id desc limit 2 offset 1;
select * from (select id from t order by id limit 3) order by id desc limit 1;
select * from (select id from t order by id limit 2) union all select * from (select id from t order by id desc limit 1) order by 1;
