-- # definitions have no more parentheses than were written [not in SQLite]
create table t (a bigint, b bigint, c bigint default (1 + 2), check ((a + b) * 2 < 10), check ((a > 0)));
create index i on t ((a + b), (a) * (b), abs(a)) where (a > 1) and (b > 1);
select pg_get_indexdef('i'::regclass);
--> 'CREATE INDEX i ON public.t USING btree ((a + b), ((a) * (b)), (abs(a))) WHERE (a > 1) and (b > 1)'
select pg_get_constraintdef(oid) from pg_constraint where contype = 'c' order by conname;
--> 'CHECK ((a + b) * 2 < 10)'
--> 'CHECK ((a > 0))'
select pg_get_expr(adbin, adrelid) from pg_attrdef where adrelid = 't'::regclass;
--> '(1 + 2)'
drop index i;
create index i on public.t using btree ((a + b), ((a) * (b)), (abs(a))) where (a > 1) and (b > 1);
select pg_get_indexdef('i'::regclass);
--> 'CREATE INDEX i ON public.t USING btree ((a + b), ((a) * (b)), (abs(a))) WHERE (a > 1) and (b > 1)'

-- # definitions name the schemas that the search path does not reach [not in SQLite]
create schema app;
create sequence app.numbers;
create table app.parent (id bigint primary key default nextval('app.numbers'));
set search_path to app, public;
create table child (id bigint default nextval('numbers'), parent bigint references parent);
create view numbered as select c.id from child c join app.parent on parent.id = c.parent where exists (select 1 from child);
create view named (one, "Two") as select id, parent from main.outer_table;
--> error UNDEFINED_TABLE
create table main.outer_table (id bigint, parent bigint);
create view named (one, "Two") as select id, parent from main.outer_table;
select pg_get_viewdef('numbered'::regclass), pg_get_viewdef('named'::regclass);
--> 'select c.id from child c join app.parent on parent.id = c.parent where exists (select 1 from child);'|'SELECT * FROM (select id, parent from public.outer_table) named(one, "Two");'
select pg_get_expr(adbin, adrelid) from pg_attrdef where adrelid = 'child'::regclass;
--> 'nextval('numbers')'
select pg_get_constraintdef(oid) from pg_constraint where contype = 'f';
--> 'FOREIGN KEY (parent) REFERENCES parent(id)'
select set_config('search_path', '', false);
--> ''
select pg_get_viewdef('app.numbered'::regclass);
--> 'select c.id from app.child c join app.parent on parent.id = c.parent where exists (select 1 from app.child);'
select pg_get_expr(adbin, adrelid) from pg_attrdef where adrelid in ('app.child'::regclass, 'app.parent'::regclass);
--> 'nextval('app.numbers')'
--> 'nextval('app.numbers')'
select pg_get_constraintdef(oid) from pg_constraint where contype = 'f';
--> 'FOREIGN KEY (parent) REFERENCES app.parent(id)'
select count(*) from app.numbered;
--> 0
insert into app.parent default values returning id;
--> 1

-- # what a view reads is told for the search path of who asks [not in SQLite]
create table t (a int);
create view v as select * from t;
create schema app;
create table app.t (b int);
insert into t values (1);
insert into app.t values (2);
select pg_get_viewdef('v'::regclass);
--> 'select * from t;'
select * from v;
--> 1
set search_path to app;
select pg_get_viewdef('public.v'::regclass);
--> 'select * from t;'
select * from public.v;
--> 2
set search_path to '';
select pg_get_viewdef('public.v'::regclass);
--> 'select * from public.t;'
select refobjid = 'public.t'::regclass from pg_depend where objid = 'public.v'::regclass;
--> 1
select * from public.v;
--> 1

-- # views depend on what they read, defaults on their sequences [not in SQLite]
create table t (a bigint);
create sequence s;
create table u (id bigint default nextval('s'), x text default 'nextval');
create view v as select a from t union all select id from u;
create view w as select v.a from v, (select * from t) x;
select classid::regclass, objid::regclass, refclassid::regclass, refobjid::regclass, deptype from pg_depend where objid in ('v'::regclass, 'w'::regclass) order by 2, 4;
--> 'pg_class'|'v'|'pg_class'|'t'|'n'
--> 'pg_class'|'v'|'pg_class'|'u'|'n'
--> 'pg_class'|'w'|'pg_class'|'t'|'n'
--> 'pg_class'|'w'|'pg_class'|'v'|'n'
select d.refobjid::regclass, a.adrelid::regclass, a.adnum from pg_depend d join pg_attrdef a on a.oid = d.objid and a.tableoid = d.classid;
--> 's'|'u'|2
drop view w;
select count(*) from pg_depend where refobjid = 'v'::regclass;
--> 0

-- # indexes and keys depend on their columns, foreign keys on the parent's as well [not in SQLite]
create table p (a bigint, b bigint, unique (b));
alter table p add primary key (a);
create table c (a bigint primary key, b bigint, constraint k foreign key (b) references p (b));
create index i on c (b, (a + b), (a - b));
select d.objid::regclass, r.conname, d.refobjsubid, d.deptype from pg_depend d left join pg_constraint r on r.oid = d.refobjid where d.classid = 'pg_class'::regclass and d.objid in ('p_pkey'::regclass, 'i'::regclass) order by 1, 3;
--> 'i'|NULL|0|'a'
--> 'i'|NULL|2|'a'
--> 'p_pkey'|'p_pkey'|0|'i'
select n.conname, d.refobjid::regclass, d.refobjsubid, d.deptype from pg_depend d join pg_constraint n on n.oid = d.objid and n.tableoid = d.classid order by 1, 4, 2;
--> 'c_pkey'|'c'|1|'a'
--> 'k'|'c'|2|'a'
--> 'k'|'p'|3|'n'
--> 'k'|'p_b_key'|0|'n'
--> 'p_b_key'|'p'|3|'a'
--> 'p_pkey'|'p'|2|'a'

-- # catalogs know the ids that PostgreSQL gave them [not in SQLite]
select 'pg_class'::regclass::oid, 'pg_namespace'::regclass::oid, 'pg_type'::regclass::oid, 1262::regclass, 2615::regclass;
--> 1259|2615|1247|'pg_database'|'pg_namespace'
select tableoid, tableoid::regclass from pg_namespace where nspname = 'public';
--> 2615|'pg_namespace'
select count(*) from pg_shseclabel;
--> 0

-- # dropped columns keep their numbers [not in SQLite]
create table t (a bigint primary key, b text, c text);
alter table t drop column b;
select attnum, attname, attisdropped from pg_attribute where attrelid = 't'::regclass order by 1;
--> 1|'a'|false
--> 2|'........pg.dropped.2........'|true
--> 3|'c'|false
select relnatts from pg_class where oid = 't'::regclass;
--> 3

-- # owners are accepted and forgotten [not in SQLite]
create schema app;
create table app.t (id serial primary key);
create sequence app.s;
create view app.v as select * from app.t;
alter schema app owner to somebody;
alter schema public owner to somebody;
alter table app.t owner to "Some Body";
alter table app.s owner to somebody;
alter table app.v owner to current_user;
alter sequence app.s owner to somebody;
alter sequence app.t_id_seq owner to somebody;
alter view app.v owner to somebody;
alter view if exists nothing owner to somebody;
alter view nothing owner to somebody;
--> error UNDEFINED_TABLE
alter sequence nothing owner to somebody;
--> error UNDEFINED_TABLE
alter schema nothing owner to somebody;
--> error UNDEFINED_SCHEMA
alter schema app rename to other;
--> error FEATURE_NOT_SUPPORTED

-- # privileges of new objects and options of servers [not in SQLite]
select acldefault('r', 10), acldefault('f', 10), acldefault('c', 10), acldefault('r', null), acldefault('?', 10);
--> '{dolake=arwdDxt/dolake}'|'{=X/dolake,dolake=X/dolake}'|'{}'|NULL|NULL
select * from pg_options_to_table('{host=a=b,flag}');
--> 'host'|'a=b'
--> 'flag'|NULL
select count(*) from pg_options_to_table(null);
--> 0

-- # snapshots stay with their transactions [not in SQLite]
begin;
select pg_export_snapshot();
--> error FEATURE_NOT_SUPPORTED
rollback;
set transaction snapshot '1';
--> error FEATURE_NOT_SUPPORTED

-- # names are quoted if PostgreSQL or SQLite reserves them [not in SQLite]
create table "order" ("user" bigint primary key, "index" text unique, name text, a$b int);
create index "Mixed" on "order" ("index", name, a$b);
select pg_get_indexdef('"Mixed"'::regclass), '"order"'::regclass::text;
--> 'CREATE INDEX "Mixed" ON public."order" USING btree ("index", name, "a$b")'|'"order"'
select pg_get_constraintdef(oid) from pg_constraint where contype in ('p', 'u') order by conname;
--> 'UNIQUE ("index")'
--> 'PRIMARY KEY ("user")'
select quote_ident('user'), quote_ident('name'), quote_ident('a b'), quote_ident(null);
--> '"user"'|'name'|'"a b"'|NULL
