-- # every kind of join, with and without matches
create table a (id integer primary key, x int, t text);
create table b (id integer primary key, x int, t text);
insert into a values (1, 10, 'p'), (2, 20, 'q'), (3, null, 'r'), (4, 20, null);
insert into b values (1, 20, 'q'), (2, 10, 'Q'), (3, null, 'r'), (5, 20, 'z');
select * from a, b;
select * from a cross join b where a.x = b.x;
select * from a join b on a.x = b.x;
select * from a inner join b on a.x = b.x and a.t = b.t;
select * from a left join b on a.x = b.x;
select * from a left outer join b on a.x = b.x and b.id > 1;
select * from a left join b on a.x = b.x where b.id is null;
select * from a left join b on a.x = b.x where b.id is not null;
select * from a left join b on a.id > 100;
select * from a left join b on 1;
select * from a right join b on a.x = b.x;
select * from a right outer join b on a.x = b.x and a.id < 3;
select * from a full join b on a.x = b.x;
select * from a full outer join b on a.id = b.id and a.t = b.t;
select * from a full join b on 0;
select * from a full join b on a.x < b.x;
select * from a join b using (id);
select id, a.x, b.x from a left join b using (id);
select id, a.x, b.x from a full join b using (id);
select id, t, a.x, b.x from a full join b using (id, t);
select * from a natural join b;
select * from a natural left join b;
select * from a natural full join b;
select a.*, b.t from a natural join b;
select * from a join b using (nosuch);
select * from a join b on a.x = c.x;
select id from a join b on a.x = b.x;

-- # joins of several tables and of joins
create table a (id integer primary key, x int);
create table b (id integer primary key, a int references a, y int);
create table c (id integer primary key, b int, z text);
create index bc on c (b);
insert into a values (1, 1), (2, 2), (3, 3);
insert into b values (1, 1, 5), (2, 1, 6), (3, 2, 7), (4, null, 8);
insert into c values (1, 1, 'a'), (2, 3, 'b'), (3, 3, 'c'), (4, 9, 'd');
select a.id, b.id, c.id from a left join b on b.a = a.id left join c on c.b = b.id;
select a.id, b.id, c.id from a left join (b join c on c.b = b.id) on b.a = a.id;
--> columns id|id|id
--> 1|1|1
--> 2|3|2
--> 2|3|3
--> 3|NULL|NULL
select a.id, b.id, c.id from (a join b on b.a = a.id) left join c on c.b = b.id;
select a.id, b.id, c.id from a left join b on b.a = a.id join c on c.b = b.id;
select a.id, b.id, c.id from a right join b on b.a = a.id right join c on c.b = b.id;
select a.id, b.id, c.id from a full join b on b.a = a.id full join c on c.b = b.id;
select a.id, b.id, c.id from c left join b on b.id = c.b full join a on a.id = b.a;
select a.id, b.id, c.id from a, b left join c on c.b = b.id and a.x = 2 where b.a = a.id;
select x.id, y.id from a x join a y on x.id < y.id;
select x.id, y.id, z.id from a x join a y on x.id = y.id - 1 left join a z on z.id = y.id + 1;
select a.id from a join b on a.id = b.a group by a.id having count(*) > 1;
select a.id, s.n from a left join (select a, count(*) n from b group by a) s on s.a = a.id;
select a.id, s.n from a join (select a, max(y) n from b where a is not null group by a) as s on s.a = a.id and s.n > 6;
select * from a left join b on b.a = a.id and a.x > 1 where coalesce(b.y, 0) < 7;
select count(*) from a, b, c, a as d, b as e;
select a.id from a left join b on b.a = a.id where b.y in (5, 6) or b.y is null;

-- # join conditions of every type of comparison
create table n (i integer, r real, t text, b blob);
create table m (i integer, r real, t text, b blob);
insert into n values (1, 1.0, '1', x'31'), (2, 2.5, '2.5', x'32'), (null, null, null, null);
insert into m values (1, 2.5, '1', x'31'), (3, 1.0, '1.0', x'3100'), (null, null, null, null);
select n.i, m.r from n join m on n.i = m.r;
select n.i, m.t from n join m on n.i = m.t;
select n.r, m.t from n join m on n.r = m.t;
select n.t, m.b from n join m on n.t = m.b;
select n.i, m.i from n join m on n.i is m.i;
select n.i, m.i from n join m on n.i is not distinct from m.i;
select n.i, m.i from n left join m on n.i <> m.i;
select n.i, m.i from n join m on n.i <= m.i;
select n.i, m.i from n join m on n.i between m.i and m.r;
select n.i, m.i from n join m on n.i + 1 = m.i - 1;
select n.i, m.t from n join m on m.t like n.i || '%';
select n.i, m.i from n join m on (n.i, n.t) = (m.i, m.t);
select n.i, m.i from n left join m on n.i = m.i or n.r = m.r;

-- # text joins by the collation of the left side
create table c (t text collate nocase);
create table d (t text);
insert into c values ('Ab'), ('cd');
insert into d values ('ab'), ('CD'), ('cd ');
select c.t, d.t from c join d on c.t = d.t;
select c.t, d.t from d join c on d.t = c.t;
select c.t, d.t from c join d on d.t = c.t;
select c.t, d.t from c join d on c.t collate binary = d.t;
select c.t, d.t from d join c on d.t collate rtrim = c.t;

-- # tables named twice and names that are missing
create table a (id integer);
create table b (id integer);
select * from a, a;
--> columns id|id
--> no rows
select a.id from a, a;
select id from a, b;
select c.id from a;
select a.nosuch from a;
select b.id from a join b on a.id = b.id;
select b.* from a;
select * from a as x where a.id = 1;
