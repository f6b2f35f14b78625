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

-- # columns whose names are keywords elsewhere
create table match (id integer primary key, offset int check (offset > 0 and case when offset < 100 then 1 end), end int as (offset + 1), "left" text default 'x');
create index mo on match (offset) where offset < 50;
create view mv as select offset as o, end as e from match where offset > 1;
insert into match (id, offset) values (1, 5);
alter table match rename column offset to start;
insert into match (id, start) values (2, 0);
insert into match (id, start) values (2, 100);
insert into match (id, start) values (2, 7);
select id, start, end from match order by id;
select id from match where start = 7 and start < 50;
select * from mv order by o;
alter table match rename column end to "offset";
alter table match rename to "end";
select * from mv order by o;
select lower(replace(replace(sql, '"', ''), ' ', '')) from sqlite_master where name = 'mo';

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

-- # views follow what they read
create table t (id integer primary key, a int, "odd name" text);
create table o (a int, t text);
insert into t values (1, 10, 'x'), (2, 20, 'y'), (3, 20, 'z');
insert into o values (10, 'ten'), (20, 'twenty');
create view plain as select id as i, a as x from t where a > 10;
create view qualified as select t.a + 1 as x, o.t as y from t join o on t.a = o.a;
create view aliased as select q.a as x, a.a as y from t as q, o as a where q.a = a.a;
create view grouped(x, n) as select a, count(*) from t group by a having a > 1 order by a;
create view nested as select x.s as s, (select max(a) from t as u where u.a <= x.s) as m
  from (select a * 2 as s, "odd name" as a from t) as x where exists (select 1 from o where o.a = x.s / 2);
create view common as with c(a) as (select a from t) select c.a as x, sum(t.a) over (order by t.id) as y from c join t on t.a = c.a;
create view chosen as select case when a > 10 then 'a' else "odd name" end as x from t where a in (select a from o);
create view upon as select x from plain where x in (select a from t);
alter table t rename column a to b;
select * from plain order by i;
select * from qualified order by x;
select * from aliased order by x;
select * from grouped order by x;
select * from nested order by s;
select * from common order by x, y;
select * from chosen order by x;
select * from upon order by x;
alter table t rename column "odd name" to plain;
alter table o rename column t to word;
select * from nested order by s;
select * from chosen order by x;
select * from qualified order by x;
alter table t rename to "new t";
select * from plain order by i;
select * from qualified order by x;
select * from aliased order by x;
select * from grouped order by x;
select * from nested order by s;
select * from common order by x, y;
select * from upon order by x;
alter table "new t" rename to t;
alter table t rename column b to "select";
select * from common order by x, y;
select * from qualified order by x;

-- # a view's columns keep their names, SQLite would rename them [not in SQLite]
create table t (id integer primary key, a int);
insert into t values (1, 10);
create view v as select id, a from t;
create view w as select a as x from v;
create trigger vi instead of insert on v begin insert into t values (new.id, 20); end;
alter table t rename column a to b;
select * from v;
--> columns id|a
--> 1|10
select * from w;
--> 10
insert into v (id, a) values (2, 5);
select b from t where id = 2;
--> 20
select sql from sqlite_master where name = 'v';
--> 'create view v as select id, b AS a from t'
alter table t rename to u;
--> error DEPENDENT_OBJECTS
drop trigger vi;
alter table t rename to u;
select sql from sqlite_master where name = 'v';
--> 'create view v as select id, b AS a from u AS t'

-- # views that would mean something else keep what they read as it is [not in SQLite]
create table t (id integer primary key, a int, c int);
create table o (a int, d int);
create view u as select t.c from t join o using (a);
alter table t rename column a to b;
--> error DEPENDENT_OBJECTS
alter table t drop column a;
--> error DEPENDENT_OBJECTS
alter table t rename column c to e;
drop view u;
create view n as select o.d from t natural join o;
alter table t rename column a to b;
--> error DEPENDENT_OBJECTS
alter table t rename column e to d;
--> error DEPENDENT_OBJECTS
alter table t rename column id to key;
drop view n;
create view h as select e, x from (select a as e, 1 as x from t) as q;
alter table t rename column a to x;
select count(e), count(x) from h;
--> 0|0
alter table t rename column x to a;
alter table t drop column e;
alter table t add column e int;
drop view h;
create view s as select * from t;
create view z as select e from s;
alter table t rename column e to f;
--> error DEPENDENT_OBJECTS
drop view z;
alter table t rename column e to f;
select count(f) from s;
--> 0
alter table t drop column f;
create view r as select a from t;
alter table t drop column a;
--> error DEPENDENT_OBJECTS

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

-- # lengths change under an index [not in SQLite]
create table t (id integer primary key, a varchar(5) unique, d decimal(4,2));
create index td on t (d);
insert into t values (1, 'abcde', 12.34), (2, 'b', -1);
alter table t alter column a type varchar(8);
alter table t alter column d type decimal(6,2);
insert into t values (3, 'abcdefgh', 0), (4, 'c', 1234.5);
select id from t where d > 12 order by d;
--> 1
--> 4
select id from t where a >= 'abcde' order by a;
--> 1
--> 3
--> 2
--> 4
alter table t alter column a type text;
insert into t values (5, 'abcde', 0);
--> error UNIQUE_VIOLATION
alter table t alter column d type decimal(5,2);
--> error DATATYPE_MISMATCH
alter table t alter column d type decimal(8,3);
select d from t where d > 12 order by d;
--> 12.340
--> 1234.500

-- # constraints and their indexes change their names [not in SQLite]
create table parent (id integer primary key, a int, b int unique);
alter table parent add constraint parent_a unique (a);
create table child (id integer primary key, a int references parent (a));
insert into parent values (1, 10, 100);
insert into child values (1, 10);
alter table parent rename constraint parent_a to parent_a_unique;
alter index parent_b_key rename to parent_b_unique;
alter table parent rename constraint parent_a to again;
--> error UNDEFINED_OBJECT
select sql from sqlite_master where name = 'parent';
--> 'CREATE TABLE parent (id integer PRIMARY KEY, a int, b int, CONSTRAINT parent_a_unique UNIQUE (a), CONSTRAINT parent_b_unique UNIQUE (b))'
insert into parent values (2, 10, 200);
--> error UNIQUE_VIOLATION
insert into parent values (2, 20, 100);
--> error UNIQUE_VIOLATION
insert into parent values (2, 20, 200) on conflict on constraint parent_a_unique do nothing;
--> 1 changed
delete from parent where id = 1;
--> error FOREIGN_KEY_VIOLATION
alter table parent drop constraint parent_b_unique;
insert into parent values (3, 30, 100);
--> 1 changed

-- # ALTER COLUMN TYPE ... USING [not in SQLite]
create table t (id integer primary key, a text, b int, c int generated always as (b * 2) stored);
create index tb on t (b);
insert into t values (1, ' 12 ', 1), (2, 'x', 2), (3, null, 3);
alter table t alter column a type integer using case when a = 'x' then -1 else trim(a)::integer end;
select * from t order by id;
--> 1|12|1|2
--> 2|-1|2|4
--> 3|NULL|3|6
alter table t alter b set data type bigint using b + id;
select id, b, c from t where b > 2 order by b;
--> 2|4|8
--> 3|6|12
alter table t alter column a type date using 'x';
--> error INVALID_DATETIME
alter table t alter column a type text using nothing;
--> error UNDEFINED_COLUMN

-- # checks of one column go with it, as those declared with it do in SQLite [not in SQLite]
create table t (id integer primary key, role text check (role in ('a', 'b')), a int, b int, check (a > 0), check (a < b));
insert into t values (1, 'a', 1, 2);
alter table t drop column role;
alter table t drop column b;
--> error DEPENDENT_OBJECTS
insert into t values (2, 3, 1);
--> error CHECK_VIOLATION
insert into t values (2, -3, 1);
--> error CHECK_VIOLATION
select * from t;
--> 1|1|2

-- # USING that only casts a column to its own type leaves the rows alone [not in SQLite]
create table t (id integer primary key, a integer, d decimal(6,2));
insert into t values (1, 2, 1.50);
create table before as select 't'::regclass::integer as id;
alter table t alter column a type bigint using a::bigint;
alter table t alter column d type decimal(8,2) using "d"::decimal(8,2);
select id = 't'::regclass::integer from before;
--> 1
alter table t alter column a type bigint using id::bigint;
select id = 't'::regclass::integer from before;
--> 0
select a, d from t;
--> 1|1.50

-- # a column becomes an identity column, as in PostgreSQL's dumps [not in SQLite]
create table t (id bigint not null, v text);
alter table t owner to somebody;
alter table only t alter column id add generated by default as identity (sequence name public.t_id_seq start with 1 increment by 1 no minvalue no maxvalue cache 1);
insert into t values (1, 'a'), (7, 'b');
alter table only t add constraint t_pkey primary key (id);
select setval('public.t_id_seq', 7, true);
--> 7
insert into t (v) values ('c') returning id;
--> 8
alter table t alter column id drop identity;
insert into t (v) values ('d');
--> error NOT_NULL_VIOLATION
alter table t alter column v add generated always as identity;
--> error INVALID_DEFINITION
create view w as select v from t;
alter table w owner to somebody;
set check_function_bodies = false;
set xmloption = content;
set default_tablespace = '';
set default_table_access_method = heap;
