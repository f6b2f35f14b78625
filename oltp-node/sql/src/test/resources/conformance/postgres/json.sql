-- # building JSON [not in SQLite]
select jsonb_build_object('a', 1, 2, 'x', 'n', null, 'j', '{"b":[1]}'::jsonb), jsonb_build_array(1, 'a', 'true'::boolean, null);
--> '{"a":1,"2":"x","n":null,"j":{"b":[1]}}'|'[1,"a",true,null]'
select json_build_object(), json_build_array(), json_build_object('a', json_build_array(1, 2));
--> '{}'|'[]'|'{"a":[1,2]}'
select json_build_object('a');
--> error INVALID_PARAMETER
select json_build_object(null, 1);
--> error INVALID_PARAMETER
select to_json('a"b'), to_jsonb(1.5), to_jsonb('{"a":1}'::json), to_json(array[1, 2]), to_json(null::text), to_jsonb('x'::text);
--> '"a\"b"'|'1.5'|'{"a":1}'|'[1,2]'|NULL|'"x"'

-- # asking JSON [not in SQLite]
select jsonb_typeof('{}'), jsonb_typeof('[]'), jsonb_typeof('1.5'), jsonb_typeof('"a"'), jsonb_typeof('true'), jsonb_typeof('null'), json_typeof(null);
--> 'object'|'array'|'number'|'string'|'boolean'|'null'|NULL
select jsonb_array_length('[1,[2,3]]'), json_array_length('[1]'), jsonb_array_length(null);
--> 2|1|NULL
select jsonb_array_length('{}');
--> error INVALID_PARAMETER
select jsonb_extract_path('{"a":[{"b":"x"}]}', 'a', '0', 'b'), json_extract_path_text('{"a":[{"b":"x"}]}', 'a', '0', 'b'), jsonb_extract_path_text('{}', 'a');
--> '"x"'|'x'|NULL
select jsonb_strip_nulls('{"a":null,"b":[null,{"c":null}],"d":1}');
--> '{"b":[null,{}],"d":1}'
select jsonb_pretty('{"a":1}') = '{' || chr(10) || '    "a": 1' || chr(10) || '}';
--> 1

-- # jsonb_set [not in SQLite]
select jsonb_set('{"a":{"b":1}}', '{a,b}', '2'), jsonb_set('{"a":1}', '{b}', '"x"'), jsonb_set('{"a":1}', '{b}', '2', false);
--> '{"a":{"b":2}}'|'{"a":1,"b":"x"}'|'{"a":1}'
select jsonb_set('[1,2,3]', '{1}', '9'), jsonb_set('[1,2,3]', '{-1}', '9'), jsonb_set('[1]', '{5}', '9'), jsonb_set('[1]', '{-5}', '9');
--> '[1,9,3]'|'[1,2,9]'|'[1,9]'|'[9,1]'
select jsonb_set('{"a":1}', '{x,y}', '2'), jsonb_set('{"a":1}', '{}', '2'), jsonb_set('1', '{a}', '2'), jsonb_set(null, '{a}', '1');
--> '{"a":1}'|'{"a":1}'|'1'|NULL
select jsonb_set('[1]', '{a}', '9');
--> error INVALID_TEXT_REPRESENTATION
create table t (id int primary key, j jsonb);
insert into t values (1, '{"a":[1,2]}');
update t set j = jsonb_set(j, '{a,0}', to_jsonb(id + 6)) returning j;
--> '{"a":[7,2]}'

-- # rows from JSON [not in SQLite]
select value from jsonb_array_elements('[1,"a",{"b":null},null]');
--> '1'
--> '"a"'
--> '{"b":null}'
--> 'null'
select value from json_array_elements_text('[1,"a",{"b":null},null,true]');
--> '1'
--> 'a'
--> '{"b":null}'
--> NULL
--> 'true'
select key, value from jsonb_each('{"a":1,"b":"x"}');
--> 'a'|'1'
--> 'b'|'"x"'
select key, value from json_each_text('{"a":1,"b":"x","c":null}');
--> 'a'|'1'
--> 'b'|'x'
--> 'c'|NULL
select jsonb_object_keys('{"a":1,"b":2}');
--> 'a'
--> 'b'
select k from json_object_keys('{"a":1,"b":2}') as k;
--> 'a'
--> 'b'
create table t (id int primary key, j jsonb);
insert into t values (1, '[{"n":1},{"n":2}]'), (2, '[]'), (3, null);
select id, e ->> 'n' from t, jsonb_array_elements(t.j) as e order by 1, 2;
--> 1|1
--> 1|2
select id, jsonb_array_elements(j) ->> 'n' from t order by 1, 2;
--> 1|1
--> 1|2
select count(*) from t where exists (select 1 from jsonb_array_elements(j) as e (v) where v ->> 'n' = 2);
--> 1
select * from jsonb_array_elements('{}');
--> error INVALID_PARAMETER
select * from jsonb_each('[]');
--> error INVALID_PARAMETER
