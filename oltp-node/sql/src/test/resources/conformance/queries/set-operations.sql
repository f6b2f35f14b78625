-- # UNION, INTERSECT, EXCEPT
create table a (x int, y text);
create table b (x int, y text);
insert into a values (1, 'p'), (2, 'q'), (2, 'q'), (3, null), (null, null);
insert into b values (2, 'q'), (3, null), (4, 's'), (null, null);
select * from a union select * from b;
select * from a union all select * from b;
select * from a intersect select * from b;
select * from a except select * from b;
select * from b except select * from a;
select x from a union select y from b;
select x from a except select x from b where x > 2;
select x from a union select x from b intersect select 2;
select 1 union all select 2 union select 2;
select 1 union select 2 union all select 2;
select 1 except select 1 union all select 1;
select x as first from a union select x as second from b order by first;
select x from a union select x from b order by 1 desc;
select x from a union all select x from b order by x nulls last limit 3 offset 1;
select x, y from a union select x, y from b order by y desc, x;
select x from a union select x from b order by x + 1;
--> NULL
--> 1
--> 2
--> 3
--> 4
select x from a order by x union select x from b;
select x from a limit 1 union select x from b;
select 1 union select 1.0;
select '1' union select 1;
select 1, 2 union select 1;
select null union select null;
select count(*) from (select x from a union all select x from b);
select * from (select x from a intersect select x from b) where x is not null order by x;
select max(x) from (select x from a union select x from b);
values (1), (2) union values (2), (3);
values (1, 'a'), (2, 'b') except select 1, 'a';
select x from a where x = 2 union all values (9), (8) order by 1;
--> 2
--> 2
--> 8
--> 9
select 1 where 0 union select 2 where 0;
select x from a group by x having count(*) > 1 union select 7 order by 1;
select x, y from a union select * from b order by 3;
select x, y from a union select * from b order by nosuch;

-- # VALUES
values (1), (2), (3);
values (1, 'a', null, 2.5, x'00');
values (1, 2), (3);
select * from (values (1, 'a'), (2, 'b')) where column1 = 2;
select column2 from (values (1, 'a'), (2, 'b')) order by column1 desc;
select v.column1 * 2 from (values (1), (2)) as v order by 1;
with v (a, b) as (values (1, 2), (3, 4)) select a + b from v order by 1;
values (1 + 1, upper('x'), (select 5));
