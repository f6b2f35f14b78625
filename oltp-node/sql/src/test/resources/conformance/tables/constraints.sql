-- # NOT NULL, CHECK, UNIQUE and PRIMARY KEY
create table t (id integer primary key, a int not null, b int check (b between 1 and 9), c text unique, d int, check (d > b or d is null), unique (a, d));
insert into t values (1, 1, 1, 'x', 2);
insert into t values (2, null, 1, 'y', 2);
insert into t values (2, 2, 0, 'y', 2);
insert into t values (2, 2, 10, 'y', 20);
insert into t values (2, 2, null, 'y', null);
insert into t values (3, 3, 5, 'z', 5);
insert into t values (3, 3, 5, 'x', 6);
insert into t values (3, 1, 1, 'z', 2);
insert into t values (1, 9, 9, 'q', 10);
insert into t values (3, 1, 1, 'z', null), (4, 1, 1, null, null), (5, 1, 1, null, null);
update t set a = null where id = 1;
update t set b = 100 where id = 1;
update t set c = 'y' where id = 1;
update t set id = 2 where id = 1;
update t set id = 100 where id = 1;
update t set a = 7 where id = 77;
select * from t order by id;
create table k (a int, b text, primary key (a, b));
insert into k values (1, 'x'), (1, 'y');
insert into k values (1, 'x');
update k set b = 'x' where b = 'y';
update k set a = a + 1;
select * from k order by a, b;
create table s (a int constraint positive check (a > 0));
insert into s values (-1);
insert into s values (null);
create table z (a text check (length(a) < 4), b int check (b in (1, 2, 3)));
insert into z values ('abc', 3);
insert into z values ('abcd', 3);
insert into z values ('abc', 4);
create table n (a int not null on conflict ignore);
--> error FEATURE_NOT_SUPPORTED

-- # keys are changed together
create table t (id integer primary key, u int unique);
insert into t values (1, 1), (2, 2), (3, 3);
update t set id = id + 10;
select * from t order by id;
update t set u = u * 10;
select * from t order by id;
update t set id = -id, u = -u;
select * from t order by id;
delete from t where id = -12;
insert into t values (-12, -30);
insert into t values (-12, -20);
select * from t order by id;

-- # foreign keys
create table p (id integer primary key, code text unique, x int, y int, unique (x, y));
create table c (id integer primary key, p int references p, code text references p (code), x int, y int, foreign key (x, y) references p (x, y));
insert into p values (1, 'a', 1, 1), (2, 'b', 1, 2), (3, 'c', null, 3);
insert into c values (1, 1, 'a', 1, 1), (2, null, null, null, null), (3, 2, null, 1, null);
insert into c values (4, 9, null, null, null);
insert into c values (4, null, 'z', null, null);
insert into c values (4, null, null, 2, 2);
insert into c values (4, null, null, 9, null);
update c set p = 9 where id = 1;
update c set p = 3, x = null where id = 1;
delete from p where id = 3;
delete from p where id = 2;
update p set id = 20 where id = 2;
update p set code = 'aa' where id = 1;
update p set x = 5 where id = 1;
delete from c where id = 1;
delete from p where id = 3;
select * from p order by id;
drop table p;
--> error DEPENDENT_OBJECTS
create table d (a int references nosuch);
--> error UNDEFINED_TABLE
create table d (a int references p (x));
--> error INVALID_DEFINITION
create table d (a int, b int, foreign key (a, b) references p (id));
--> error INVALID_DEFINITION

-- # actions of foreign keys
create table p (id integer primary key);
create table cc (id integer primary key, p int references p on delete cascade on update cascade);
create table cn (id integer primary key, p int references p on delete set null on update set null);
create table cd (id integer primary key, p int default 1 references p on delete set default on update set default);
insert into p values (1), (2), (3), (4);
insert into cc values (1, 2), (2, 3), (3, null);
insert into cn values (1, 2), (2, 3), (3, null);
insert into cd values (1, 2), (2, 3), (3, null);
update p set id = 20 where id = 2;
select * from cc order by id;
select * from cn order by id;
select * from cd order by id;
delete from p where id in (3, 20);
select * from cc order by id;
select * from cn order by id;
select * from cd order by id;
delete from p where id = 1;
create table cr (p int references p on delete restrict on update restrict);
insert into p values (7);
insert into cr values (7);
delete from p where id = 7;
update p set id = 8 where id = 7;
delete from p where id = 4;
create table chain (id integer primary key, up int references chain on delete cascade on update cascade);
insert into chain values (1, null), (2, 1), (3, 2), (4, 3), (5, 5);
delete from chain where id = 2;
select * from chain order by id;
delete from chain where id = 5;
select * from chain order by id;
update chain set id = 9 where id = 1;
select * from chain;

-- # cascades through several tables
create table a (id integer primary key);
create table b (id integer primary key, a int not null references a on delete cascade);
create table c (id integer primary key, b int references b on delete cascade, n int check (n > 0));
create table d (id integer primary key, c int references c on delete set null);
create table e (id integer primary key, c int references c on delete no action);
insert into a values (1), (2);
insert into b values (1, 1), (2, 1), (3, 2);
insert into c values (1, 1, 1), (2, 2, 1), (3, 3, 1);
insert into d values (1, 1), (2, 2), (3, 3);
insert into e values (1, 3);
delete from a where id = 1;
select count(*) from b;
select count(*) from c;
select * from d order by id;
delete from a where id = 2;
select count(*) from a;
create table f (id integer primary key, a int not null references a on delete set null);
insert into f values (1, 2);
delete from e;
delete from a where id = 2;

-- # keys of a statement are checked at its end
create table t (id integer primary key, up int references t);
insert into t values (1, 2), (2, 1);
insert into t values (3, 4);
update t set up = id;
delete from t where id = 1;
delete from t;
insert into t select 5, 6 union all select 6, 5;
select count(*) from t;
update t set id = id + 1, up = up + 1;
select * from t order by id;

-- # deferred foreign keys
create table p (id integer primary key);
create table c (p int references p deferrable initially deferred);
create table i (p int references p deferrable initially immediate);
insert into c values (1);
begin;
insert into c values (1);
insert into p values (1);
commit;
select * from c;
begin;
delete from p;
insert into p values (1);
commit;
begin;
insert into c values (5);
delete from c where p = 5;
commit;
begin;
savepoint s;
insert into c values (6);
rollback to s;
commit;
select * from c;
begin;
pragma defer_foreign_keys = on;
insert into i values (8);
insert into p values (8);
commit;
select * from i;
insert into i values (9);

-- # the names of keys that fail [not in SQLite]
create table p (id integer primary key);
create table c (p int references p deferrable initially deferred);
begin;
insert into c values (5);
commit;
--> error FOREIGN_KEY_VIOLATION
select count(*) from c;
--> 0
begin;
set constraints all deferred;
insert into c values (1);
insert into p values (1);
commit;
pragma foreign_keys = off;
insert into c values (77);
--> 1 changed
