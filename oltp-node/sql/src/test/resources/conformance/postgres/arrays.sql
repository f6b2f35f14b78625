-- # arrays are written and shown in two forms [not in SQLite]
select array[1, 2, 3], '{1,2}'::int[], '[1, 2]'::bigint[], array[]::text[];
--> '[1,2,3]'|'[1,2]'|'[1,2]'|'[]'
select '{a,"b,c",NULL,"q\"x"}'::text[], array['NULL', null, '']::text;
--> '["a","b,c",null,"q\"x"]'|'{"NULL",NULL,""}'
select array[1, 2.5], array[1, null], array[date '2026-01-31'], '{t,f}'::bool[], array[x'00ff']::text;
--> '[1.0,2.5]'|'[1,null]'|'["2026-01-31"]'|'[true,false]'|'{"\\x00ff"}'
select '{1.50,2}'::numeric[], '{1.5}'::_float8, '{}'::int[] = array[]::int[], array[1] = '{1}', array[1, 2] = '{2,1}';
--> '[1.50,2]'|'[1.5]'|1|1|0
select '{1,x}'::int[];
--> error INVALID_TEXT_REPRESENTATION
select '{1,2'::int[];
--> error INVALID_TEXT_REPRESENTATION
select '1'::int[];
--> error INVALID_TEXT_REPRESENTATION
select '{{1},{2}}'::int[];
--> error FEATURE_NOT_SUPPORTED
select array[array[1]];
--> error FEATURE_NOT_SUPPORTED

-- # columns of arrays [not in SQLite]
create table t (id int primary key, tags text[] not null default '{}', n numeric(10,2)[]);
insert into t values (1, '{a,b}', '{1.50}'), (2, array['b', 'c'], null), (3, '["x"]', array[1, 2]);
insert into t (id) values (4);
select * from t order by id;
--> 1|'["a","b"]'|'[1.50]'
--> 2|'["b","c"]'|NULL
--> 3|'["x"]'|'[1,2]'
--> 4|'[]'|NULL
insert into t values (5, 'a', null);
--> error INVALID_TEXT_REPRESENTATION
update t set tags = tags || 'z' where id = 1;
update t set tags = array['p'] || tags || array['q', 'r'] where id = 4;
select tags[1], tags[3], tags[9], cardinality(tags), array_to_string(tags, '-') from t where id in (1, 4) order by id;
--> 'a'|'z'|NULL|3|'a-b-z'
--> 'p'|'r'|NULL|3|'p-q-r'
create table copy as select id, tags from t;
select tags[1] from copy where id = 2;
--> 'b'
alter table t alter column n type text[];
select n from t where id = 1;
--> '["1.50"]'
alter table t alter column tags type json;
select tags ->> 0 from t where id = 1;
--> 'a'

-- # ANY and ALL of arrays [not in SQLite]
create table t (id int primary key, tags text[]);
insert into t values (1, '{a,b}'), (2, '{b}'), (3, '{}'), (4, null), (5, '{NULL,c}');
select id from t where 'b' = any (tags) order by id;
--> 1
--> 2
select id from t where 'b' <> all (tags) order by id;
--> 3
select id, 'c' = any (tags), 'x' = any (tags), 'c' <> all (tags) from t order by id;
--> 1|0|0|1
--> 2|0|0|1
--> 3|0|0|1
--> 4|NULL|NULL|NULL
--> 5|1|NULL|0
select id from t where id = any ('{1,3,9}') order by id;
--> 1
--> 3
select id from t where id = any ('{5,5,1}'::int[]) order by id;
--> 1
--> 5
select 3 > all (array[1, 2]), 3 > any (array[5, 2]), 3 <= any ('{1,2}'::int[]), null = any (array[1]), null = any ('{}'::int[]), 1 > all ('{}'::int[]);
--> 1|1|0|NULL|0|1
select count(*) from t where id = any (null::int[]);
--> 0

-- # rows from arrays [not in SQLite]
select * from unnest(array[1, 2, 3], array['a', 'b']) as t(x, y);
--> 1|'a'
--> 2|'b'
--> 3|NULL
select v, n from unnest('{a,b}'::text[]) with ordinality as u(v, n);
--> 'a'|1
--> 'b'|2
select id, tag, ordinality from (values (1, '{a,b}'::text[]), (2, '{}'), (3, null)) t(id, tags), unnest(tags) with ordinality tag order by 1, 3;
--> 1|'a'|1
--> 1|'b'|2
select unnest(array[1, 2]), unnest(array['x', 'y', 'z']), 5;
--> 1|'x'|5
--> 2|'y'|5
--> NULL|'z'|5
select id, unnest(tags) || '!' as tag from (values (1, '{a,b}'::text[]), (2, '{c}')) t(id, tags) order by tag desc;
--> 2|'c!'
--> 1|'b!'
--> 1|'a!'
select t.*, unnest(tags) as tag from (values (1, '{a}'::text[])) t(id, tags);
--> 1|'["a"]'|'a'
select tag, count(*) from (select unnest(tags) as tag from (values ('{a,b}'::text[]), ('{b}')) t(tags)) x group by tag order by tag;
--> 'a'|1
--> 'b'|2
select generate_series(1, 3) * 2 as d, generate_subscripts(array['p', 'q'], 1);
--> 2|1
--> 4|2
--> 6|NULL
create table t (a int, b text);
insert into t select * from unnest('{1,2}'::int[], '{x,y}'::text[]);
select * from t order by a;
--> 1|'x'
--> 2|'y'

-- # aggregates and subqueries give arrays [not in SQLite]
select array_agg(v order by v desc), array_agg(v) filter (where v > 5) from (values (1), (3)) t(v);
--> '[3,1]'|NULL
select array(select v from (values (2), (1)) t(v) order by v);
--> '[1,2]'
select array_agg(v)::text from (values ('a b'), (null)) t(v);
--> '{"a b",NULL}'

-- # containment and overlap [not in SQLite]
select array[1, 2, 3] @> array[3, 1], array[1] @> array[1, 2], array['a'] <@ '{a,b}', array[1, 2] && '{2,9}', '{1}' && array[3];
--> true|false|true|true|false
select array[1, null]::int[] @> array[null]::int[], array[1] @> null, '{}'::int[] <@ '{1}'::int[];
--> false|NULL|true
select '{"a":{"b":[1,2]},"c":1}'::jsonb @> '{"a":{"b":[2]}}', '[1,[2,3]]'::jsonb @> '[[3]]', '[1,2]'::jsonb @> '2', '[1]'::jsonb @> '[1.0,1]', '{"a":1}'::jsonb @> '{"b":1}';
--> true|true|true|true|false
select '{"a":1}'::jsonb <@ '{"a":1,"b":2}'::jsonb, '1'::jsonb @> '[1]', 1 < 2, 6 & 3;
--> true|false|1|2
select '{"a":{"b":[5,{"c":"x"}]}}'::jsonb #> '{a,b,1}', '{"a":{"b":[5,{"c":"x"}]}}'::jsonb #>> array['a', 'b', '1', 'c'], '{"a":1}'::jsonb #>> '{z}', '{"a":[1,2]}'::jsonb #>> '{a,-1}';
--> '{"c":"x"}'|'x'|NULL|'2'
select '{' @> '1';
--> error INVALID_TEXT_REPRESENTATION

-- # elements are removed [not in SQLite]
select array_remove(array[1, 2, 1], 1), array_remove('{a,NULL,b}'::text[], null), array_remove(null, 1), array_remove('{a}', 'a');
--> '[2]'|'["a","b"]'|NULL|'[]'
