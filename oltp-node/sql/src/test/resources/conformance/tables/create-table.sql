-- # tables and their columns
create table t (a integer, b text);
insert into t values (1, 'x');
select * from t;
create table t (c int);
create table if not exists t (c int);
select * from T;
create table "T" (c int);
create table [odd name] ("a b" int, `c``d` text, [e] int);
insert into [odd name] values (1, 'x', 2);
select "a b", [c`d], e from "odd name";
create table main.m (x int);
insert into m values (5);
select x from main.m;
select main.m.x from main.m;
create table dup (a int, A text);
create table nocolumns ();
create table nosuch.t (a int);
--> error UNDEFINED_SCHEMA
create table u (a);
insert into u values (1), ('x'), (2.5), (null), (x'00');
select a, typeof(a) from u order by rowid;
create table v (a int) strict;
create table w (a integer primary key) without rowid, strict;
insert into w values (1);
select a from w;
create table k (a int, b int, primary key (a, b), unique (b, a), check (a < b));
create table k2 (a int, primary key (nosuch));
create table k3 (a int primary key, b int primary key);
--> error INVALID_DEFINITION
create table k4 (a int, unique (nosuch));
create table k5 (a int, check (nosuch > 1));
create table k6 (a int, check (a in (select 1)));
--> error INVALID_DEFINITION
create table k7 (a int default (a2));
--> error UNDEFINED_COLUMN
create table k8 (a int, check (count(a) > 1));
create table k9 (a int check (a > ?));
--> error UNDEFINED_PARAMETER

-- # tables from queries
create table t (a integer, b text, c real);
insert into t values (1, 'x', 1.5), (2, 'y', null);
create table u as select * from t;
select * from u order by a;
create table v as select a + 1 as n, b || 'z' m, 3 from t where a = 1;
select * from v;
create table w as values (1, 2), (3, 4);
select column1 + column2 from w order by 1;
create table x as select a from t where 0;
select count(*) from x;
create table x as select 1;
create table if not exists x as select 1;
create table y as with q as (select 7 as seven) select seven from q;
select seven from y;
create table z as select nosuch from t;
create table d as select a, a from t;
select * from d order by 1;

-- # dropping
create table t (a integer);
create index ti on t (a);
create view v as select * from t;
drop view v;
drop index ti;
drop table t;
drop table t;
drop table if exists t;
drop index nosuch;
drop index if exists nosuch;
drop view nosuch;
drop view if exists nosuch;
create table t (b text);
select * from t;
drop view t;
--> error UNDEFINED_TABLE
create view w as select 1;
drop table w;
--> error UNDEFINED_TABLE
drop table sqlite_master;
--> error UNDEFINED_TABLE

-- # DROP removes what depends on it only with CASCADE [not in SQLite]
create table p (id integer primary key);
create table c (p int references p);
create view v as select * from p;
drop table p;
--> error DEPENDENT_OBJECTS
drop table p cascade;
select count(*) from c;
--> 0
insert into c values (99);
select * from v;
--> error UNDEFINED_TABLE
create table a (i int);
create table b (i int);
drop table a, b;
select * from a;
--> error UNDEFINED_TABLE
drop table if exists a, b, c;
select * from c;
--> error UNDEFINED_TABLE

-- # default values
create table t (id integer primary key, a int default 5, b text default 'x', c real default -1.5, d default (1 + 2), e text default (upper('y')), f int default null, g int default +3, h text default current_date);
insert into t (id) values (1);
insert into t default values;
select id, a, b, c, d, e, f, g, h = date() from t order by id;
insert into t (id, a) values (3, null);
select a from t where id = 3;
create table u (a int default (random()), b int);
insert into u (b) values (1), (2);
select count(*), count(distinct a) from u;
create table w (a text default nosuch);
--> error UNDEFINED_COLUMN

-- # generated columns
create table t (a int, b int, c int generated always as (a + b) stored, d text as ('<' || c || '>'), e int as (a * 2) virtual);
insert into t (a, b) values (1, 2), (3, null);
select * from t order by a;
insert into t (a, c) values (1, 2);
--> error INVALID_DEFINITION
insert into t values (5, 6);
select * from t where a = 5;
update t set a = 10 where a = 1;
select * from t order by a;
update t set c = 5;
--> error INVALID_DEFINITION
create index tc on t (c);
select a from t where c = 12;
create table u (a int, b int as (a) not null);
insert into u (a) values (1);
insert into u (a) values (null);
create table v (a int as (b), b int as (a));
--> error INVALID_DEFINITION
create table w (a int as (random()));
--> error INVALID_DEFINITION
create table x (a int default 1 as (5));
--> error INVALID_DEFINITION
create table y (a int as (1));
--> error INVALID_DEFINITION
create table z (id int, b int as (id + 1) unique);
insert into z (id) values (1);
insert into z (id) values (1);

-- # AUTOINCREMENT and row numbers
create table t (id integer primary key autoincrement, a text);
insert into t (a) values ('x'), ('y');
insert into t values (10, 'z');
insert into t (a) values ('w');
delete from t where id >= 10;
insert into t (a) values ('v');
select * from t order by id;
insert into t (id, a) values (null, 'n');
select max(id) from t;
select last_insert_rowid();
create table u (a text);
insert into u values ('p'), ('q');
select rowid, _rowid_, oid, a from u order by rowid;
--> columns rowid|_rowid_|oid|a
--> 1|1|1|'p'
--> 2|2|2|'q'
insert into u (rowid, a) values (50, 'r');
insert into u values ('s');
select rowid, a from u order by rowid;
update u set rowid = 7 where a = 'p';
select rowid from u where a = 'p';
delete from u where rowid = 7;
select count(*) from u;
create table v (a text primary key autoincrement);
--> error INVALID_DEFINITION
create table w (rowid text, a int);
insert into w values ('mine', 1);
select rowid from w;
insert into t values (9223372036854775807, 'max');
insert into t (a) values ('over');
--> error NUMERIC_OUT_OF_RANGE
insert into t values ('abc', 'not a number');
insert into t values (-5, 'negative');
select a from t where id = -5;

-- # generated columns that read later ones
create table t (a int as (b + 1), b int as (c * 2), c int);
insert into t (c) values (5);
select * from t;
update t set c = 7;
select * from t;
create table u (a int as (b), b int as (c), c int as (a), d int);
--> error INVALID_DEFINITION
