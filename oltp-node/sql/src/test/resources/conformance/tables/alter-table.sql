-- # adding columns
create table t (id integer primary key, a int);
insert into t values (1, 10), (2, 20);
alter table t add column b text;
alter table t add c int default 7;
alter table t add column d int not null default 9;
select * from t order by id;
insert into t (id) values (3);
select * from t where id = 3;
alter table t add column e int not null;
--> error NOT_NULL_VIOLATION
alter table t add column a int;
alter table t add column f text check (f <> 'bad');
--> 0 changed
update t set f = 'bad' where id = 1;
update t set f = 'good' where id = 1;
alter table t add column g int references t;
update t set g = 99 where id = 1;
alter table t add column h int as (a + 1);
select id, h from t order by id;
alter table nosuch add column x int;
alter table t add column i int primary key;
--> error INVALID_DEFINITION

-- # dropping columns
create table t (id integer primary key, a int, b text, c int);
create index tb on t (b);
insert into t values (1, 10, 'x', 5);
alter table t drop column a;
select * from t;
alter table t drop column id;
--> error DEPENDENT_OBJECTS
alter table t drop column b;
--> error DEPENDENT_OBJECTS
alter table t drop column nosuch;
drop index tb;
alter table t drop b;
select * from t;
insert into t values (2, 6);
select * from t order by id;
alter table t add column a text default 'new';
select * from t order by id;

-- # renaming
create table t (id integer primary key, a int check (a > 0), b int as (a + 1));
create table c (id integer, t int references t (id));
create index ta on t (a);
insert into t (id, a) values (1, 10);
alter table t rename column a to aa;
select aa, b from t;
insert into t (id, aa) values (2, 0);
select id from t where aa = 10;
alter table t rename column nosuch to x;
alter table t rename column aa to id;
alter table t rename to u;
select aa from u;
select * from t;
insert into c values (1, 1);
insert into c values (1, 99);
alter table u rename to c;
alter table nosuch rename to x;
alter table u rename id to key;
insert into c values (2, 1);
insert into c values (2, 98);
select key from u;

-- # sqlite_master tells definitions by today's names
create table people (id integer primary key, email text check (length(email) > 2), length int);
create table c (id integer primary key, e int references people (id) on delete cascade);
create index email on people (email, lower(email)) where email <> 'on';
create index length on people (length);
alter table people rename column email to address;
alter table people rename column length to len;
select lower(replace(replace(sql, '"', ''), ' ', '')) from sqlite_master where type = 'index' order by name;
insert into people values (1, 'x', 1);
insert into people values (1, 'xyz', 1);
alter table people rename to person;
select lower(replace(replace(sql, '"', ''), ' ', '')) from sqlite_master where type = 'index' order by name;
alter table person rename column id to ident;
select lower(sql) like '%references%person%(%ident%)%on delete cascade%' from sqlite_master where name = 'c';
alter table c add column f text;
select lower(sql) like '%references%person%(%ident%)%on delete cascade%' from sqlite_master where name = 'c';
insert into c (id, e) values (1, 1), (2, 7);
insert into c (id, e) values (1, 1);
delete from person;
select count(*) from c;

-- # tables and indexes share their names
create table t (id integer primary key, a int);
create index ta on t (a);
create table ta (id int);
create table if not exists ta (id int);
create view ta as select 1;
alter table t rename to ta;
create index t on t (a);
create index if not exists t on t (a);
create index ta on t (id);
drop index ta;
create table ta (id int);

-- # what a view reads keeps its name, SQLite would change the view [not in SQLite]
create table t (id integer primary key, a int);
create view v as select a from t;
alter table t rename column a to b;
--> error DEPENDENT_OBJECTS
alter table t rename to u;
--> error DEPENDENT_OBJECTS
alter table t rename column id to key;

-- # changing columns and constraints [not in SQLite]
create table t (id integer primary key, a int, b text);
insert into t values (1, 10, '5'), (2, null, '6');
alter table t alter column a set default 3;
insert into t (id) values (3);
select a from t where id = 3;
--> 3
alter table t alter column a drop default;
insert into t (id) values (4);
select a from t where id = 4;
--> NULL
alter table t alter column a set not null;
--> error NOT_NULL_VIOLATION
update t set a = 1 where a is null;
--> 2 changed
alter table t alter column a set not null;
insert into t (id) values (5);
--> error NOT_NULL_VIOLATION
alter table t alter column a drop not null;
insert into t (id) values (5);
--> 1 changed
alter table t alter column b type integer using b::integer;
--> error FEATURE_NOT_SUPPORTED
alter table t alter column b type integer;
select sum(b) from t;
--> 11
alter table t alter column a type text;
select a || '!' from t where id = 1;
--> '10!'
update t set a = 'x' where id = 2;
--> 1 changed
alter table t alter column a type integer;
--> error DATATYPE_MISMATCH
alter table t add constraint small check (b < 100);
insert into t (id, b) values (6, 100);
--> error CHECK_VIOLATION
alter table t rename constraint small to little;
alter table t drop constraint little;
insert into t (id, b) values (6, 100);
--> 1 changed
alter table t add constraint few check (b < 100);
--> error CHECK_VIOLATION
alter table t add unique (b);
insert into t (id, b) values (7, 100);
--> error UNIQUE_VIOLATION
alter table t drop constraint nosuch;
--> error UNDEFINED_OBJECT
create table p (id integer primary key);
alter table t add constraint fk foreign key (b) references p (id);
--> error FOREIGN_KEY_VIOLATION
insert into p select b from t where b is not null;
--> 3 changed
alter table t add constraint fk foreign key (b) references p (id);
delete from p;
--> error FOREIGN_KEY_VIOLATION
alter table t drop constraint fk;
delete from p;
--> 3 changed
