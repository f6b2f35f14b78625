-- # rows, columns and queries
create table t (id integer primary key, a int, b text default 'd');
insert into t values (1, 10, 'x');
insert into t (b, a) values ('y', 20), ('z', 30);
insert into t (a) values (40);
insert into t default values;
insert into t select id + 10, a, b from t where a >= 20;
insert into t (a, b) select a, upper(b) from t where id = 1;
insert into t (id, a) values (100, (select max(a) from t));
select * from t order by id;
insert into t values (1, 2);
--> error SYNTAX_ERROR
insert into t (a, b) values (1);
--> error SYNTAX_ERROR
insert into t (a, a) values (1, 2);
--> error DUPLICATE_COLUMN
insert into t (nosuch) values (1);
insert into nosuch values (1);
insert into t values (1, 10, 'again');
insert into t (a) values (nosuch);
insert into t (a) select 1, 2;
--> error SYNTAX_ERROR
insert into t values (200, 1, 'a'), (200, 2, 'b');
select count(*) from t where id = 200;
insert into t values (-1, -1, 'neg') returning *;
insert into t (a) values (7), (8) returning id > 0 as ok, a * 2;
insert into t as x (id, a) values (300, 5) returning x.a;
--> columns a
--> 5
with q as (select 400 as n) insert into t (id) select n from q;
select id from t where id = 400;
insert into t (a, id) select 1, max(id) + 1 from t;
select last_insert_rowid() = (select max(id) from t);
insert into t values (500, default, default);
--> 1 changed
select * from t where id = 500;
--> 500|NULL|'d'
insert into t (id) values (501) returning nosuch;

-- # OR IGNORE, REPLACE, ABORT, FAIL, ROLLBACK
create table t (id integer primary key, u int unique, n int not null, c int check (c < 10));
insert into t values (1, 1, 1, 1), (2, 2, 2, 2), (3, 3, 3, 3);
insert or ignore into t values (1, 9, 9, 9), (4, 1, 9, 9), (5, 5, null, 9), (6, 6, 6, 6);
select id from t order by id;
insert or ignore into t values (7, 7, 7, 99);
select id from t order by id;
insert or replace into t values (1, 2, 9, 9);
select * from t order by id;
replace into t values (3, 1, 8, 8);
select * from t order by id;
replace into t values (8, 8, null, 8);
insert or abort into t values (20, 20, 20, 1), (3, 21, 21, 1);
select id from t order by id;
insert or fail into t values (20, 20, 20, 1), (3, 21, 21, 1), (22, 22, 22, 1);
select id from t order by id;
begin;
insert into t values (30, 30, 30, 1);
insert or rollback into t values (31, 31, 31, 1), (3, 32, 32, 1);
select id from t order by id;
update or ignore t set u = 20 where id in (3, 6);
select * from t order by id;
update or replace t set u = 20 where id = 3;
select * from t order by id;
update or fail t set id = 6 where id = 3;
update or abort t set n = null;
update or ignore t set n = null where id = 3;
select n from t where id = 3;
update or rollback t set c = 50;
select count(*) from t;

-- # OR FAIL keeps foreign keys
create table p (id integer primary key);
create table c (id integer primary key, p int references p);
insert into c values (1, null);
insert or fail into c values (2, 77), (1, null);
select * from c order by id;
insert or ignore into c values (3, 77);
insert or replace into c values (1, 77);
select * from c order by id;

-- # REPLACE and foreign keys
create table p (id integer primary key, u int unique);
create table c (id integer primary key, p int references p on delete cascade);
insert into p values (1, 1), (2, 2);
insert into c values (1, 1), (2, 2);
replace into p values (1, 5);
select * from c order by id;
replace into p values (3, 2);
select * from p order by id;
select * from c order by id;

-- # upsert
create table t (id integer primary key, k text unique, n int default 0, m int);
create unique index tm on t (m) where m > 0;
insert into t values (1, 'a', 1, 1), (2, 'b', 2, -1);
insert into t values (1, 'z', 5, 5) on conflict do nothing;
insert into t values (1, 'z', 5, 5) on conflict (id) do nothing;
insert into t values (9, 'a', 5, 5) on conflict (id) do nothing;
insert into t values (1, 'z', 5, 5) on conflict (id) do update set n = n + excluded.n;
select * from t order by id;
insert into t (id, k) values (9, 'b') on conflict (k) do update set n = excluded.id, k = excluded.k || '!' returning id, k, n;
insert into t values (1, 'q', 0, 0) on conflict (id) do update set n = 100 where excluded.n > 0;
select * from t order by id;
insert into t values (5, 'e', 0, 1) on conflict (m) where m > 0 do update set n = -1;
select * from t order by id;
insert into t values (6, 'f', 0, 1) on conflict (m) do nothing;
--> error INVALID_DEFINITION
insert into t values (6, 'f', 0, 1) on conflict (n) do nothing;
--> error INVALID_DEFINITION
insert into t values (1, 'b!', 0, 0) on conflict (id) do update set n = 11 on conflict (k) do update set n = 22;
select * from t order by id;
insert into t values (77, 'b!', 0, 0) on conflict (id) do update set n = 11 on conflict (k) do update set n = 22;
insert into t values (78, 'b!', 0, 0) on conflict (id) do update set n = 11 on conflict do nothing;
select * from t order by id;
insert into t (id, k) select id, 'n' || id from t where 1 on conflict (id) do update set k = excluded.k;
select * from t order by id;
insert into t values (2, 'n1', 3, 3) on conflict (id) do update set k = excluded.k;
insert into t as x values (1, 'n', 4, 4) on conflict (id) do update set n = x.n * 2, (k, m) = ('kk', 44);
select * from t order by id;
insert into t values (1, 'n', 4, 4) on conflict (id) do update set nosuch = 1;
insert into t values (1, 'n', 4, 4) on conflict (id) do update set n = nosuch;
insert into t values (1, 'n', 4, 4), (1, 'o', 6, 6) on conflict (id) do update set n = n + excluded.n;
select n from t where id = 1;
insert into t values (1, 'x', 4, 4) on conflict (id) do update set n = (select count(*) from t) where t.id = 1;
select n from t where id = 1;
insert into t values (null, 'null id', 4, 40) on conflict (id) do nothing;
insert or ignore into t values (1, 'x', 1, 1) on conflict (k) do nothing;
