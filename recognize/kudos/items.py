"""What is shown of a kudos: SQL expressions of JSON for the feed, for walls, and for a scene on walls."""

from recognize.feed.comments import COMMENTS_OF
from recognize.feed.kinds import Kind
from recognize.feed.pictures import PICTURE_OF
from recognize.feed.reactions import OWN_REACTIONS_OF, REACTIONS_OF

BOOSTERS_SHOWN = 3

PERSON_IN_ITEM = """(select row_to_json(it) from (
    select {p}.id, {p}.handle, coalesce({p}.preferred_name, {p}.name) as name, d.code as department{more}) it)"""

# Of a recipient: externals hold no points, and a team is not named.
REACHED_BY_BOOSTS = "r.named and p.kind = 'employee' and p.status <> 'left'"
BOOSTS_OF = f"""json_build_object(
    'count', (select count(*) from boosts b where b.kudos_id = {{id}}),
    'people', array_to_json(array(
        select {PERSON_IN_ITEM.format(p="p", more="")} from boosts b join people p on p.id = b.person_id
        left join departments d on d.id = p.department_id
        where b.kudos_id = {{id}} order by b.boosted_at desc, p.id limit {BOOSTERS_SHOWN})),
    'reaches', (select count(*) from kudos_recipients r join people p on p.id = r.person_id
                where r.kudos_id = {{id}} and {REACHED_BY_BOOSTS} and r.audience && {{topics}}))"""
# The viewer's copy of a kudos: the same for everybody, but for the recipients whom `{topics}` may see.
ITEM = f"""
select row_to_json(item) from (
    select k.id, 'kudos' as kind, k.given_at,
           (select {PERSON_IN_ITEM.format(p="g", more="")} from people g left join departments d on d.id = g.department_id
            where g.id = k.giver_id) as giver,
           array_to_json(array(
               select {PERSON_IN_ITEM.format(p="p", more=", r.named")} from kudos_recipients r join people p on p.id = r.person_id
               left join departments d on d.id = p.department_id
               where r.kudos_id = k.id and r.audience && {{topics}} order by r.place)) as recipients,
           array_to_json(array(
               select row_to_json(it) from (
                   select t.code, t.name from kudos_teams t where t.kudos_id = k.id order by t.place) it)) as teams,
           array_to_json(array(
               select b.behaviour from kudos_behaviours b where b.kudos_id = k.id order by b.place)) as behaviours,
           k.message, k.message_html, k.visibility, k.reached_customer, k.edited_at, {PICTURE_OF.format(id="k.id")} as picture,
           {REACTIONS_OF.format(id="k.id", topics="{topics}")} as reactions,
           {COMMENTS_OF.format(id="k.id", topics="{topics}")} as comments, {BOOSTS_OF.format(id="k.id", topics="{topics}")} as boosts
    from kudos k where k.id = {{id}}) item
"""
MINE = f"""
select row_to_json(own) from (
    select case when k.giver_id = {{me}} then (select coalesce(sum(r.points), 0) from kudos_recipients r where r.kudos_id = k.id)
           else coalesce(of_me.points, 0) end as points,
           coalesce(case when k.giver_id = {{me}} or of_me.points is not null then (
               select sum(l.points) from ledger l
               where l.kudos_id = k.id and l.reason = 'boost' and {{me}} in (k.giver_id, l.recipient_id))
               else boost.points end, 0) as boost_points,
           boost.points is not null as boosted,
           k.giver_id = {{me}} as may_withdraw,
           case when k.giver_id = {{me}} then (
               select until from (select k.given_at + make_interval(mins => o.edit_minutes) as until from organisation o) it
               where until > clock_timestamp()) end as may_edit_until,
           array_to_json(array(
               select r.person_id from kudos_recipients r
               where r.kudos_id = k.id and r.quiet and {{me}} in (k.giver_id, r.person_id) order by r.place)) as quiet,
           of_me.hidden_by_me is true as hidden_by_me,
           case when k.giver_id = {{me}} then array_to_json(array(
               select {PERSON_IN_ITEM.format(p="p", more="")} from also_helped a join people p on p.id = a.person_id
               left join departments d on d.id = p.department_id
               where a.kudos_id = k.id and p.status <> 'left' and p.id not in (
                   select r.person_id from kudos_recipients r where r.kudos_id = k.id)
               order by a.named_at, p.id)) else '[]' end as helpers,
           faces.reactions
    from kudos k
    left join lateral (
        select r.points, r.audience_before is not null as hidden_by_me from kudos_recipients r
        where r.kudos_id = k.id and r.person_id = {{me}}) of_me on true
    left join boosts boost on boost.kudos_id = k.id and boost.person_id = {{me}}
    cross join lateral (select {OWN_REACTIONS_OF.format(id="k.id", me="{me}")} as reactions) faces
    where k.id = {{id}} and (k.giver_id = {{me}} or of_me.points is not null or boost.points is not null
                           or json_array_length(faces.reactions) > 0)) own
"""
# In a private kudos recipients do not see one another.
VOICE = """
select r.audience from kudos_recipients r join kudos k on k.id = r.kudos_id
where r.kudos_id = {id} and r.person_id = {me} and (r.quiet or k.visibility = 'private')
"""
# Where visitors pass, a person is the first word of their name and the next one's initial: "Rosa M."
WALL_NAME = """(case when not {{public}} then coalesce({p}.preferred_name, {p}.name) else
    split_part(coalesce({p}.preferred_name, {p}.name), ' ', 1) || coalesce(' ' || upper(left(nullif(split_part(
        case when position(' ' in {p}.preferred_name) > 0 then {p}.preferred_name else {p}.name end, ' ', 2), ''), 1)) || '.', '')
    end)"""
PLAIN_LETTERS = "translate(lower({text}), 'áéíóúüàèìòù', 'aeiouuaeiou')"
# ... and a sentence that says the rest of somebody's name is not said there.
TELLS_A_NAME = f"""exists (
    select from people p, unnest((string_to_array({PLAIN_LETTERS.format(text="p.name")}, ' '))[2:]) as word
    where length(word) >= 3 and strpos({PLAIN_LETTERS.format(text="{text}")}, word) > 0 and (p.id = {{people}}))"""
# Nor is anywhere one that says the first two words of the name of somebody who has left or does not want to be on walls, whether
# the item is about them or not. Of the sentence, each word with the one after it.
FIRST_TWO = PLAIN_LETTERS.format(text="split_part(p.name, ' ', 1) || ' ' || split_part(p.name, ' ', 2)")
TELLS_OF_SOMEBODY_ELSE = f"""exists (
    select from string_to_array(btrim(regexp_replace({PLAIN_LETTERS.format(text="{text}")}, '[^[:alnum:]]+', ' ', 'g')), ' ') as word
    cross join generate_series(1, cardinality(word) - 1) as place
    join people p on {FIRST_TWO} = word[place] || ' ' || word[place + 1]
    where p.preference in ('quiet', 'feed_only') or p.status = 'left')"""
_TELLS_A_NAME = TELLS_A_NAME.format(
    text="k.wall_sentence",
    people="k.giver_id or p.id in (select r.person_id from kudos_recipients r where r.kudos_id = k.id)",
)
# Whoever has left is gone at once, and the sentence may name them.
_HAS_A_LEAVER = """exists (
    select from kudos_recipients r join people p on p.id = r.person_id where r.kudos_id = k.id and p.status = 'left')"""
# For walls: only who wanted fanfare when it was given and is still here, and neither ids nor handles.
WALL = f"""
select row_to_json(shown) from (
    select k.id, 'kudos' as kind, k.given_at,
           (select json_build_object('name', {WALL_NAME.format(p="g")})
            from people g where g.id = k.giver_id and g.status <> 'left') as giver,
           array_to_json(array(
               select json_build_object('name', {WALL_NAME.format(p="p")}, 'named', r.named)
               from kudos_recipients r join people p on p.id = r.person_id
               where r.kudos_id = k.id and 'walls' = any(r.audience) and p.status <> 'left' order by r.place)) as recipients,
           array_to_json(array(
               select row_to_json(it) from (
                   select t.code, t.name from kudos_teams t where t.kudos_id = k.id order by t.place) it)) as teams,
           array_to_json(array(
               select json_build_object('code', b.behaviour, 'stage', c.stage)
               from kudos_behaviours b join behaviours c on c.code = b.behaviour
               where b.kudos_id = k.id order by b.place)) as behaviours,
           case when not ({{public}} and {_TELLS_A_NAME}) and not {_HAS_A_LEAVER}
                     and not {TELLS_OF_SOMEBODY_ELSE.format(text="k.wall_sentence")} then k.wall_sentence end as message,
           case when not {{public}} then {PICTURE_OF.format(id="k.id")} end as picture
    from kudos k where k.id = {{id}} and k.visibility = 'public') shown
where shown.giver is not null and json_array_length(shown.recipients) > 0
"""
# A scene for walls. The behaviour most thanked for this month (else last month, while this one is young), with no figure,
# and the story that tells most of it: one that reached a customer, then the fullest sentence.
MIN_OF_MONTH = 3
NEWEST_OF_MONTHS = 500
CANDIDATES = 20
BEHAVIOUR_OF_MONTH = f"""
with seen as materialized (
    select f.id, date_trunc('month', f.at at time zone {{zone}}) as month from feed_items f
    where f.kind = 'kudos' and f.removed_at is null and 'walls' = any(f.audience) and f.audience && {{topics}}
      and f.at <= {{before}} and f.at >= (
          date_trunc('month', now() at time zone {{zone}}) - interval '1 month') at time zone {{zone}}
    order by f.at desc, f.id desc limit {NEWEST_OF_MONTHS}
), most as (
    select s.month, b.behaviour from seen s join kudos_behaviours b on b.kudos_id = s.id
    group by s.month, b.behaviour having count(*) >= {MIN_OF_MONTH}
    order by s.month desc, count(*) desc, b.behaviour limit 1
), candidates as (
    select k.id, k.reached_customer is true as reached, length(k.wall_sentence) as told
    from most join seen using (month) join kudos k using (id)
    where k.wall_sentence is not null and exists (
        select from kudos_behaviours b where b.kudos_id = k.id and b.behaviour = most.behaviour)
    order by reached desc, told desc, k.id limit {CANDIDATES}
)
select json_build_object('month', to_char(most.month, 'YYYY-MM'), 'behaviour', most.behaviour, 'story', best.story)
from most cross join lateral (
    select c.story from (select candidates.*, ({WALL.format(id="candidates.id", public="{public}")}) as story from candidates) c
    where c.story ->> 'message' is not null order by c.reached desc, c.told desc, c.id limit 1) best
"""
KUDOS_KIND = Kind("kudos", item=ITEM, mine=MINE, wall=WALL, voice=VOICE)
