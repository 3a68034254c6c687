-- The rows of one kudos of ten points with an Idempotency-Key, as a program would write them that knows its statements
-- by heart: one transaction, one statement for each table. Values are as long as the product's own.
\set giver random(0, 199)
\set recipient (:giver + random(1, 199)) % 200
\set number random(0, 999999)
begin;
insert into allowances as a (person_id, month, granted, spent)
select id, date_trunc('month', now())::date, 1000000, 10 from people where handle = 'p' || lpad(:giver::text, 3, '0')
on conflict (person_id, month) do update set spent = a.spent + 10 returning person_id as me \gset
insert into kudos (id, giver_id, message, message_html, visibility)
values (uuidv7(), :me::uuid, 'Gracias por quedarte ayer hasta tarde para terminar conmigo el inventario del almacén ' || :number::text || '.',
        '<p>Gracias por quedarte ayer hasta tarde para terminar conmigo el inventario del almacén ' || :number::text || '.</p>', 'public')
returning id as kudos \gset
insert into kudos_recipients (kudos_id, person_id, place, named, quiet, points, audience)
select :kudos::uuid, id, 1, true, false, 10, '{org}' from people where handle = 'p' || lpad(:recipient::text, 3, '0')
returning person_id as colleague \gset
insert into kudos_behaviours (kudos_id, behaviour, place) values (:kudos::uuid, 'courtesy', 1);
insert into feed_items (id, kind, at, audience, facets, folded)
values (:kudos::uuid, 'kudos', now(), '{org}',
        array['behaviour:' || 'courtesy', 'department:' || uuidv7(), 'department:' || uuidv7(), 'department:' || uuidv7(), 'person:' || :me::text, 'person:' || :colleague::text, 'stage:' || 'every-moment'],
        'gracias por quedarte ayer hasta tarde para terminar conmigo el inventario del almacen ' || :number::text || '.');
insert into ledger (month, reason, giver_id, recipient_id, points, kudos_id)
values (date_trunc('month', now())::date, 'kudos', :me::uuid, :colleague::uuid, 10, :kudos::uuid);
insert into balances as b (person_id, received) values (:colleague::uuid, 10)
on conflict (person_id) do update set received = b.received + 10;
insert into outbox (id, kind, subject, audience, payload)
values (uuidv7(), 'kudos.given', :kudos::uuid, '{org}',
        json_build_object('giver', :me::text, 'recipients', json_build_array(:colleague::text), 'discreet', '[]'::json)::jsonb);
insert into idempotency_keys (person_id, key, fingerprint, status, body)
values (:me::uuid, gen_random_uuid()::text, sha256(:kudos::text::bytea), 201, convert_to(repeat('k', 620), 'utf8'));
commit;
