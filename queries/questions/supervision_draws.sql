-- Which units were drawn for a spot check, by which announced number, and out of which?
-- Grain: one row per draw and unit that could have been drawn (of its strata, not left out; as known at the draw), and per
-- unit drawn; latest draw first. drawn_no: in the order drawn, null = not drawn. count: how many its stratum draws.
-- Parameters: known_on.
with draw as (
    select
        *,
        known_from as drawn_at,
        string_split(drawn, ' ') as drawn_ids,
        string_split(coalesce(excluded, ''), ' ') as excluded_ids,
    from spot_check_at($known_on)
),

stratum as (
    select
        draw_id,
        split_part(item, '=', 1) as comparable_group,
        try_cast(split_part(item, '=', 2) as integer) as count,
        stratum_no,
    from (
        select
            draw_id,
            unnest(string_split(strata, ' ')) as item,
            generate_subscripts(string_split(strata, ' '), 1) as stratum_no,
        from draw
    )
)

select
    draw.draw_id,
    draw.drawn_on,
    draw.announced_no,
    draw.reason,
    len(list_filter(draw.excluded_ids, lambda id: id <> ''))::bigint as left_out,
    stratum.comparable_group,
    comparable_group.name as group_name,
    comparable_group.name_en as group_name_en,
    stratum.stratum_no,
    stratum.count,
    unit.unit_id,
    unit.short_name,
    unit.short_name_en,
    nullif(list_position(draw.drawn_ids, unit.unit_id), 0)::bigint as drawn_no,
    draw.batch_id,
    draw.row_no,
from draw
join stratum using (draw_id)
join unit_span as unit
    on unit.comparable_group = stratum.comparable_group
    and unit.active
    and unit.known_from <= draw.drawn_at
    and draw.drawn_at < unit.known_to
    and not list_contains(draw.excluded_ids, unit.unit_id)
left join theme_at($known_on) as comparable_group
    on comparable_group.kind = 'comparable_group'
    and comparable_group.code = stratum.comparable_group
order by draw.drawn_on desc, draw.draw_id desc, drawn_no is null, drawn_no, unit.unit_id;
