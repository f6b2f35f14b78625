-- # begin, commit, roll back
create table t (a int);
begin;
insert into t values (1);
commit;
begin transaction;
insert into t values (2);
rollback;
begin deferred;
insert into t values (3);
end;
begin immediate transaction;
insert into t values (4);
end transaction;
begin exclusive;
insert into t values (5);
rollback transaction;
select a from t order by a;
begin;
create table u (x int);
insert into u values (1);
alter table t add column b int default 7;
rollback;
select * from u;
select * from t order by a;
begin;
drop table t;
rollback;
select count(*) from t;

-- # BEGIN inside, COMMIT and ROLLBACK outside a transaction
create table t (a int);
begin;
insert into t values (1);
begin;
--> error ACTIVE_TRANSACTION
commit;
select * from t;
commit;
--> 0 changed
rollback;
--> 0 changed

-- # savepoints
create table t (a int);
begin;
insert into t values (1);
savepoint one;
insert into t values (2);
savepoint two;
insert into t values (3);
rollback to two;
insert into t values (4);
rollback transaction to savepoint one;
insert into t values (5);
release one;
commit;
select a from t order by a;
savepoint outside;
insert into t values (6);
rollback to outside;
insert into t values (7);
release savepoint outside;
select a from t order by a;
begin;
savepoint x;
insert into t values (8);
savepoint x;
insert into t values (9);
rollback to x;
release x;
rollback to x;
commit;
select a from t order by a;
savepoint a;
savepoint b;
insert into t values (10);
release a;
select max(a) from t;

-- # an error in a transaction [not in SQLite]
create table t (a int primary key);
begin;
insert into t values (1);
--> 1 changed
insert into t values (1);
--> error UNIQUE_VIOLATION
select 1;
--> error FAILED_TRANSACTION
insert into t values (2);
--> error FAILED_TRANSACTION
savepoint s;
--> error FAILED_TRANSACTION
commit;
select count(*) from t;
--> 0
begin;
savepoint s;
select nosuch;
--> error UNDEFINED_COLUMN
rollback to s;
insert into t values (3);
--> 1 changed
commit;
select a from t;
--> 3
begin;
release nosuch;
--> error INVALID_SAVEPOINT
rollback;
release nosuch;
--> error INVALID_SAVEPOINT
rollback to nosuch;
--> error INVALID_SAVEPOINT

-- # isolation levels and access modes [not in SQLite]
create table t (a int);
begin isolation level serializable;
show transaction_isolation;
--> 'serializable'
commit;
begin isolation level repeatable read, read only;
show transaction_isolation;
--> 'repeatable read'
insert into t values (1);
--> error READ_ONLY_TRANSACTION
rollback;
start transaction isolation level read uncommitted read write;
insert into t values (1);
--> 1 changed
commit;
begin;
set transaction read only;
create table u (a int);
--> error READ_ONLY_TRANSACTION
rollback;
set session characteristics as transaction isolation level read committed;
begin;
show transaction_isolation;
--> 'read committed'
commit;
