-- # reading
select json('{"a":1,"b":[1,2]}'), json_extract('{"a":{"b":[1,2,3]}}','$.a.b[1]'), json_extract('{"a":1}','$.x'), json_extract('[1,2,3]','$[#-1]'), '{"a":1}'->'a', '{"a":"x"}'->>'a', '[1,2]'->1, '[1,2]'->>1, '{"a":[1]}'->'$.a', json_type('{"a":1}','$.a'), json_type('[1]'), json_valid('{"a":1}'), json_valid('{a'), json_array_length('[1,2,3]'), json_array_length('{"a":[1,2]}','$.a'), json_extract('{"a":1,"b":2}','$.a','$.b');
select json('  [ 1 , 2 ] '), json('{"a":1.50}'), json_type('{"a":1.5}','$.a'), json_type('{"a":"x"}','$.a'), '{"a b":1}'->>'$."a b"', '{"a":{"b":2}}'->'a'->>'b', json_extract('{"a":true}','$.a'), json_extract('{"a":null}','$.a'), json_extract('{"a":1.0}','$.a'), json_extract('{"a":"\u00e9\n"}','$.a');
select '{"a":1}'->'$', '{"a":1}'->>'$.b', '[1,[2,3]]'->'$[1][0]', '[1,2,3]'->-1, '[1,2,3]'->>-1, '[1,2,3]'->9, '{"1":"x"}'->1, '{"1":"x"}'->'1', null->'a', '{"a":null}'->'a', '{"a":null}'->>'a', '{"a":true}'->>'a', '{"a":1.5}'->>'a', '{"a":"1"}'->'a', '{"a":{"b":1}}'->>'a', '{"a":1}'->null, '5'->'$', '"x"'->>'$', '{"a.b":1}'->'a.b', '{"a":[1,{"c":2}]}'->'$.a[1].c';
select json_extract('{"a":[1,2]}', '$.a'), json_extract('[1,2]', '$'), json_extract('{"a":1}', '$.b', '$.a'), json_extract(null, '$'), json_extract('{}', null), json_extract('{"a":{"b":"c"}}', '$.a.b'), json_extract('[[1]]', '$[0][0]'), json_extract('[1,2,3]', '$[#-4]'), json_extract('[1,2,3]', '$[#]'), typeof(json_extract('[1]', '$[0]')), typeof(json_extract('[1.0]', '$[0]')), typeof(json_extract('["a"]', '$[0]')), typeof(json_extract('[null]', '$[0]')), typeof(json_extract('[true]', '$[0]')), typeof('[1]'->0), json_extract('12345678901234567890', '$'), json_extract('1e3', '$'), json_extract('-0', '$');
select json_type('null'), json_type('true'), json_type('false'), json_type('1'), json_type('1.0'), json_type('"a"'), json_type('[]'), json_type('{}'), json_type(null), json_type('{}', '$.a'), json_type('[1]', '$[0]');
select json_valid(null), json_valid(''), json_valid('1'), json_valid(1), json_valid('"a'), json_valid('[1,]'), json_valid('{"a":}'), json_valid('01'), json_valid('nul'), json_valid(' 1 '), json_valid('{"a":1}x'), json_valid('[1 2]'), json_valid('{''a'':1}'), json_valid('{a:1}'), json_valid('[+1]'), json_valid('"\x"'), json_valid('"\u12"'), json_valid('[.5]'), json_valid('[1.]'), json_valid('NaN'), json_valid('[1e5]'), json_valid('[1E-5]'), json_valid('{"a":1,"a":2}');
select json_array_length('{}'), json_array_length('[]'), json_array_length('5'), json_array_length('[1,[2,3]]', '$[1]'), json_array_length('[1]', '$.a'), json_array_length(null);
select json_error_position('[1,2'), json_error_position('[1]'), json_error_position('{"a":x}'), json_error_position(null);
select json_extract('{', '$');
select json('x');
select json_extract('{}', 'a');
select json_extract('{}', '$.');
select json_extract('[1]', '$[x]');
select 'x'->'a';
select json_pretty('{"a":[1,{"b":null}],"c":{}}'), json_pretty('[]'), json_pretty('5'), json_pretty('[1]', '--'), json_pretty(null);

-- # JSON5
select json('{"a":1,}'), json('[1,2,]'), json('{a:1,$b_2:2,"c d":3}'), json('{''x'':''y"z''}'), json('[0x10,-0x1F,+1,.5,5.,-.5,1E5]'), json('[Infinity,-Infinity,NaN]'), json('[1,/* c */2] // end');
select json('"\v\''b"'), json('''a
b'''), json(' [1 ,
 2]'), json_extract('{a:{b:[1,2]}}', '$.a.b[1]'), '{a:''x''}' ->> 'a', json_type('{a:0xff}', '$.a'), json_type('{a:.5}', '$.a'), json_extract('{a:0xff}', '$.a'), json_extract('{a:+.5e1}', '$.a'), typeof(json_extract('[Infinity]', '$[0]'));
select json('"\
x"');
select json('"\x41\u0042"');
--> '"AB"'
select json_valid('{a:1}'), json_valid('{a:1}', 2), json_valid('{"a":1}', 2), json_valid('{a:1}', 3), json_valid('{a:1}', 1), json_valid('{a:1}', 4), json_valid('{', 6), json_valid(null, 2), json_valid('1', null), json_valid('[,]', 2), json_valid('[1,,2]', 2), json_valid('{,}', 2), json_valid('01', 2), json_valid('+', 2), json_valid('.', 2), json_valid('0x', 2), json_valid('/* x', 2), json_valid('''a', 2), json_valid('{a b:1}', 2), json_valid('{1a:1}', 2);
select json_valid('1', 0);
--> error INVALID_PARAMETER
select json_error_position('{a:1,}'), json_error_position('[1,,2]'), json_error_position('[1'), json_error_position('{a:x}');
select json_set('{a:1}', '$.b', 2), json_patch('{a:1}', '{b:2,}'), json_array_length('[1,2,]'), json_remove('{a:1,b:2,}', '$.a');
select key, value from json_each('{a:1, ''b'':[2,],}');
create table j (v json);
insert into j values ('{a:1}');
--> error DATATYPE_MISMATCH

-- # writing
select json_array(1,'a',null,2.5), json_array(), json_array(json('[1]')), json_array('[1]'), json_array(1e100), json_object('a',1,'b',json('[1]')), json_object(), json_object('x',null), json_set('{"a":1}','$.b',2), json_insert('{"a":1}','$.a',9), json_replace('{"a":1}','$.a',9), json_remove('{"a":1,"b":2}','$.a'), json_patch('{"a":1}','{"b":2,"a":null}'), json_quote('x"y'), json_quote(3), json_set('[1,2]','$[#]',3), json_set('{}','$.a.b',1), json_insert('{"a":[]}','$.a[0]',7);
select json_set('{"a":1}', '$.a', json('{"x":2}')), json_set('{"a":1}', '$.a', '{"x":2}'), json_set('[1,2,3]', '$[1]', 'x', '$[5]', 9), json_set('{}', '$', 5), json_set('{"a":{"b":1}}', '$.a.c', null, '$.d', 1.5), json_insert('[1,2]', '$[#]', 3, '$[#]', 4), json_insert('[1,2]', '$[0]', 9), json_replace('{"a":1}', '$.b', 2), json_replace('[1,2]', '$[#-1]', 7), json_remove('[1,2,3]', '$[0]', '$[0]'), json_remove('{"a":1}', '$.x'), json_remove('{"a":1}', '$'), json_remove('[1,[2,3]]', '$[1][0]'), json_set(null, '$.a', 1), json_set('{}', null, 1);
select json_set('{}', '$.a');
select json_object('a');
select json_object(1, 2);
select json_patch('{"a":{"b":1,"c":2}}', '{"a":{"b":null,"d":3}}'), json_patch('[1]', '{"a":1}'), json_patch('{"a":1}', '[2]'), json_patch('{"a":1}', '5'), json_patch(null, '{}'), json_patch('{"a":[1]}', '{"a":[2,null]}');
select json_quote(null), json_quote(1.5), json_quote('a
b'), json_quote('é/\');
select json_array(x'00');
--> error INVALID_PARAMETER
select json_array('a"b\c', 'é', '	', char(1)), json_object('k"', 'v'), json_array(9223372036854775807, -0.0, 1.0, 1e-7), json_array(true, 1=1);
select json_group_array(x), json_group_object(x, x * 2) from (select 1 x union all select 2);
select json_group_array(x) from (select 1 x where 0);
select json_group_array(json(x)) from (select '[1]' x union all select '{"a":2}');
select json_group_array(x order by x desc), json_group_array(distinct y) from (select 1 x, 'a' y union all select 2, 'a' union all select 3, null);
select json_group_array(x) filter (where x > 1) from (select 1 x union all select 2);
select json_array(json_array(1), json_object('a', 2)), json_array('[1]'->0), json_array('[[1]]'->0), json_array('[[1]]'->>0);

-- # json_each and json_tree
select key, value, type, atom, fullkey, path from json_each('{"a":1,"b":[1,2],"c":null,"d":"x","e":1.5,"f":true}');
select key, value, type, atom, fullkey, path from json_tree('{"a":1,"b":[1,{"x":2}]}');
select key, value from json_each('[10,20,30]') where value > 10 order by key;
select value from json_each('[1,[2,3]]', '$[1]');
select fullkey, path from json_tree('{"a":[1,{"b c":2}]}', '$.a');
select count(*) from json_each('[]');
select count(*) from json_each(null);
select value, type from json_each('5');
select value from json_each('{"a":[1,2]}', '$.x');
create table t (id integer primary key, tags text);
insert into t values (1, '["x","y"]'), (2, '[]'), (3, null), (4, '["y"]');
select t.id, j.value from t, json_each(t.tags) j order by t.id, j.key;
select id from t where exists (select 1 from json_each(tags) where value = 'y') order by id;
select t.id, j.value from t left join json_each(t.tags) j order by t.id, j.key;
select j.value, count(*) from t join json_each(t.tags) as j group by 1 order by 1;
select id, (select group_concat(value, '+') from json_each(tags)) from t order by id;
update t set tags = json_set(tags, '$[#]', 'z') where tags is not null;
select tags from t order by id;
select tags->>0, tags->>'$[#-1]' from t order by id;
