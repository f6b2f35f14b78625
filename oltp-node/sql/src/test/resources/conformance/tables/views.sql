-- # views
create table t (id integer primary key, a int, b text);
insert into t values (1, 10, 'x'), (2, 20, 'y'), (3, 20, 'z');
create view v as select id, a * 2 as twice, b from t where a > 10;
select * from v order by id;
select twice from v where id = 3;
create view w (n, total) as select a, count(*) from t group by a;
select * from w order by n;
select v.id, w.total from v join w on w.n = v.twice / 2 order by 1;
create view v as select 1;
create view if not exists v as select 1;
insert into t values (4, 30, 'w');
select count(*) from v;
create view x (a, b) as select 1;
--> error INVALID_DEFINITION
select * from x;
--> error UNDEFINED_TABLE
create view nosuch as select * from missing;
--> error UNDEFINED_TABLE
insert into v values (1, 2, 3);
--> error FEATURE_NOT_SUPPORTED
update v set b = 'q';
--> error FEATURE_NOT_SUPPORTED
delete from v;
--> error FEATURE_NOT_SUPPORTED
create view o as select * from v order by twice desc limit 1;
select id from o;
create view u as select a from t union select 99 order by 1 desc;
select * from u limit 2;
create view r as with recursive c (x) as (select 1 union all select x + 1 from c where x < 3) select x from c;
select sum(x) from r;
drop view v;
select * from o;
create index vi on w (n);
--> error FEATURE_NOT_SUPPORTED
alter table w add column x int;
--> error FEATURE_NOT_SUPPORTED
create view p as select ?;
--> error UNDEFINED_PARAMETER

-- # OR REPLACE [not in SQLite]
create view v as select 1 as a;
create or replace view v as select 2 as a, 3 as b;
select * from v;
--> columns a|b
--> 2|3
create table log (n int);
create trigger vi instead of insert on v begin insert into log values (new.a); end;
create or replace view v as select 5 as a;
insert into v values (7);
select n from log;
--> 7
