-- # UPDATE
create table t (id integer primary key, a int, b text, c real);
insert into t values (1, 10, 'x', 1.5), (2, 20, 'y', null), (3, 30, 'z', 3.5), (4, null, 'w', 4.5);
update t set a = 11 where id = 1;
update t set a = a + 1, b = b || a where a > 15;
select * from t order by id;
update t set a = c, c = a where id = 99;
update t set (a, b) = (5, 'row') where id = 4;
update t set (a, b) = (select max(a), min(b) from t) where id = 3;
select * from t order by id;
update t set b = (select count(*) from t x where x.id <= t.id);
select id, b from t order by id;
update t set a = null where b in ('1', '2');
select id, a from t order by id;
update t set id = id + 100 where id > 2;
select id from t order by id;
update t set c = case when c is null then 0 else -c end;
select id, c from t order by id;
update t as x set a = 1 where x.id = 1;
update t set t.a = 1;
--> 4 changed
update t set nosuch = 1;
update nosuch set a = 1;
update t set a = nosuch;
update t set (a, b) = (1);
--> error SYNTAX_ERROR
update t set a = 1, a = 2 where id = 1;
select a from t where id = 1;
update t set a = 5 where id in (1, 2) returning id, a;
update t set a = a + 1 where id = 1 returning a, b, t.id as "key", (select count(*) from t);
update t set a = 0 where 0;
update t set a = 9;
select sum(a) from t;
with q as (select 2 as i) update t set a = 77 where id in (select i from q);
select id from t where a = 77;
update t set rowid = 55 where id = 2;
select a from t where id = 55;
update t set a = max(a, 10) where id = 1;
update t set a = max(a);

-- # UPDATE FROM
create table t (id integer primary key, a int, b text);
create table u (k int, v int, w text);
insert into t values (1, 10, 'x'), (2, 20, 'y'), (3, 30, 'z');
insert into u values (1, 100, 'p'), (3, 300, 'q'), (9, 900, 'r');
update t set a = u.v, b = w from u where u.k = t.id;
select * from t order by id;
update t set a = s.n from (select k, count(*) as n from u group by k) s where s.k = t.id;
select * from t order by id;
update t set a = u.v + x.v from u join u x on x.k = u.k + 2 where u.k = t.id;
select * from t order by id;
update t as z set b = 'self' || y.id from t as y where y.id = z.id + 1;
select * from t order by id;
update t set a = 0 from u where u.k = 1 and t.id > 2 returning id, a;
update t set a = v from (values (1, 5), (2, 6)) as q (k, v) where q.k = t.id;
--> 2 changed
select a from t order by id;
--> 5
--> 6
--> 0
update t set a = column2 from (values (1, 7)) where column1 = t.id;

-- # UPDATE and DELETE with ORDER BY and LIMIT
create table t (id integer primary key, a int);
insert into t values (1, 5), (2, 4), (3, 3), (4, 2), (5, 1);
delete from t where id = 5 returning a, id;
delete from t where a > 100;
delete from t where id in (select id from t order by a limit 1) returning id;
select id from t order by id;
delete from t as x where x.id = 1;
delete from t where nosuch = 1;
delete from nosuch;
delete from t where exists (select 1 from t y where y.a > t.a);
select id from t order by id;
delete from t;
select count(*) from t;
insert into t values (1, 1), (2, 2), (3, 3);
with q as (select max(id) m from t) delete from t where id = (select m from q);
select id from t order by id;

-- # limits and USING [not in SQLite]
create table t (id integer primary key, a int);
insert into t values (1, 5), (2, 4), (3, 3), (4, 2), (5, 1);
update t set a = 0 order by a desc limit 2;
--> 2 changed
select * from t order by id;
--> 1|0
--> 2|0
--> 3|3
--> 4|2
--> 5|1
delete from t order by id desc limit 1 offset 1;
--> 1 changed
select id from t order by id;
--> 1
--> 2
--> 3
--> 5
create table u (x int);
insert into u values (1), (3);
delete from t using u where u.x = t.id returning t.id;
--> 1
--> 3
truncate t;
truncate table u, t;
truncate table only u restart identity cascade;
select count(*) from u;
--> 0
truncate nosuch;
--> error UNDEFINED_TABLE
create table p (id integer primary key);
create table c (p int references p);
truncate p;
--> error DEPENDENT_OBJECTS
truncate p cascade;
truncate p, c;

-- # UPDATE FROM with several matches and keys of every type [not in SQLite]
create table t (k blob primary key, a int);
create table u (k blob, v int);
insert into t values (x'01', 0), (x'02', 0);
insert into u values (x'01', 1), (x'01', 1), (x'02', 2);
update t set a = a + u.v from u where u.k = t.k;
--> 2 changed
select a from t order by k;
--> 1
--> 2
