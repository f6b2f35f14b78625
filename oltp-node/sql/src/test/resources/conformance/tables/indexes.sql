-- # indexes find what scans find
create table t (id integer primary key, a int, b text, c real);
insert into t values (1, 5, 'x', 1.5), (2, 5, 'y', null), (3, null, 'x', 2.5), (4, 7, null, 2.5), (5, 6, 'X', -1.0);
create index ta on t (a);
create index tb on t (b collate nocase);
create index tcb on t (c desc, b);
create index if not exists ta on t (a);
create index ta on t (b);
create index tn on t (nosuch);
create index tn on nosuch (a);
select id from t where a = 5 order by id;
select id from t where a > 5 order by id;
select id from t where a between 5 and 6 order by a desc, id;
select id from t where a is null;
select id from t where a in (5, 7, null) order by id;
select id from t where b = 'x' order by id;
select id from t where b = 'x' collate nocase order by id;
select id from t where b like 'X%' order by id;
select id from t where c = 2.5 and b = 'x';
select id from t where c >= 1.5 order by c, id;
select id from t where c < 2 order by c desc;
select a, count(*) from t group by a order by a;
select max(a), min(c) from t;
update t set a = a + 1 where a = 5;
select id from t where a = 6 order by id;
delete from t where a = 6;
select id from t order by id;
reindex;
drop index ta;
select id from t where a = 7;

-- # unique indexes
create table t (id integer primary key, a int, b text);
insert into t values (1, 1, 'x'), (2, 2, 'X');
create unique index tb on t (b);
insert into t values (3, 1, 'x');
insert into t values (3, 1, null), (4, 1, null);
create unique index ta on t (a);
create unique index tab on t (a, b);
insert into t values (5, 1, null);
create unique index tbn on t (b collate nocase);
update t set b = 'x' where id = 2;
update t set b = 'z' where id > 3;
insert into t values (9, 9, 'w') on conflict (b) do nothing;

-- # partial indexes and indexes of expressions
create table t (id integer primary key, a int, b text);
insert into t values (1, 1, 'Ab'), (2, -1, 'ab'), (3, 5, null);
create unique index p on t (b) where a > 0;
create unique index e on t (lower(b));
create unique index e on t (a * a) where b is null;
insert into t values (4, 2, 'Ab');
insert into t values (4, -2, 'Ab');
insert into t values (5, -5, null);
update t set a = 2 where id = 4;
select id from t where lower(b) = 'ab' order by id;
select id from t where b = 'Ab' and a > 0;
select id from t where a * a = 25;
create index s on t (a) where b in (select 'x');
--> error INVALID_DEFINITION
create index s on t (random());
--> error INVALID_DEFINITION
create index s on t (a) where random() > 0;
--> error INVALID_DEFINITION
create index s on t ((select 1));
--> error INVALID_DEFINITION
create index s on t (count(a));
