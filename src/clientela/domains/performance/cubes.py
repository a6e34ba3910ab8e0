"""What each deal and each step adds to the tallies: the one place where the figures of the pipeline are defined."""

# ruff: noqa: S608  # the text is our own, values are parameters
from __future__ import annotations

# From this probability on a deal is counted on (commit), or counted as possible (best case).
COMMIT, BEST = 80, 50
NEVER = "1970-01-01"  # where a deal without a date is counted
CYCLE_DAYS = (7, 14, 30, 60, 90, 180, 365)

_COLUMNS = "cube, day, pipeline_id, owner_id, branch_id, key, currency"
_ADD = f"""
ON CONFLICT ({_COLUMNS}) DO UPDATE SET n = t.n + excluded.n, amount = t.amount + excluded.amount,
    weighted = t.weighted + excluded.weighted, days = t.days + excluded.days
"""
_CYCLE = " ".join(f"WHEN f.days <= {days} THEN '{days}'" for days in CYCLE_DAYS)

# A deal counts in every cube of whose condition it meets; keys are what a figure is broken down by.
_OF_FACT = f"""
SELECT c.cube, c.day, f.pipeline_id, f.owner_id, f.branch_id, coalesce(c.key, ''), f.currency,
       count(*) AS n, sum(f.amount) AS amount, sum(f.amount * f.probability / 100) AS weighted, sum(f.days) AS days
FROM (
    SELECT *, greatest(closed_on - created_on, 0) AS days,
        coalesce(date_trunc('month', expected_close)::date, '{NEVER}') AS expected,
        CASE WHEN probability >= {COMMIT} THEN 'commit' WHEN probability >= {BEST} THEN 'best' ELSE 'pipeline' END AS category
    FROM performance_fact WHERE {{which}}
) f
CROSS JOIN LATERAL (VALUES
    ('created', date_trunc('month', f.created_on)::date, f.source, true),
    ('furthest', date_trunc('month', f.created_on)::date, CASE f.kind WHEN 'won' THEN 'won' ELSE f.furthest_id::text END, true),
    ('cohort', date_trunc('month', f.created_on)::date,
        CASE f.kind WHEN 'won' THEN (extract(year FROM age(f.closed_on, f.created_on)) * 12
            + extract(month FROM age(f.closed_on, f.created_on)))::int::text ELSE f.kind END, true),
    ('open', f.stage_since, f.stage_id::text, f.kind = 'open'),
    ('expected', f.expected, f.category, f.kind = 'open'),
    ('expected_product', f.expected, f.category || ':' || coalesce(f.product_id::text, ''), f.kind = 'open'),
    ('expected_region', f.expected, f.category || ':' || coalesce(f.region, ''), f.kind = 'open'),
    ('slipped', f.expected_close, '', f.kind = 'open'),
    ('closed', date_trunc('month', f.closed_on)::date, f.kind, f.kind <> 'open'),
    ('cycle', date_trunc('month', f.closed_on)::date, CASE {_CYCLE} ELSE '' END, f.kind = 'won'),
    ('reason', date_trunc('month', f.closed_on)::date, f.kind || ':' || coalesce(f.reason, ''), f.kind <> 'open'),
    ('product', date_trunc('month', f.closed_on)::date, f.kind || ':' || coalesce(f.product_id::text, ''), f.kind <> 'open'),
    ('region', date_trunc('month', f.closed_on)::date, f.kind || ':' || coalesce(f.region, ''), f.kind <> 'open'),
    ('source', date_trunc('month', f.closed_on)::date, f.kind || ':' || coalesce(f.source, ''), f.kind <> 'open')
    UNION ALL
    SELECT 'rival', date_trunc('month', f.closed_on)::date,
        CASE WHEN f.kind = 'lost' AND f.lost_to <> rival THEN 'elsewhere' ELSE f.kind END || ':' || rival, f.kind <> 'open'
    FROM unnest(f.rivals) AS rival
) AS c(cube, day, key, counts)
WHERE c.counts AND c.day IS NOT NULL
GROUP BY 1, 2, 3, 4, 5, 6, 7
"""


def add_facts(which: str, sign: int) -> str:
    """SQL that adds (1) or takes away (-1) what the facts meeting `which` count for."""
    return f"""
    INSERT INTO performance_tally AS t ({_COLUMNS}, n, amount, weighted, days)
    SELECT {_COLUMNS}, n * {sign}, amount * {sign}, weighted * {sign}, coalesce(days, 0) * {sign}
    FROM ({_OF_FACT.format(which=which)}) AS f({_COLUMNS}, n, amount, weighted, days)
    {_ADD}"""


# What steps count for: how long stages lasted that were left, and closing dates that were moved.
ADD_STEPS = f"""
INSERT INTO performance_tally AS t ({_COLUMNS}, n, amount, weighted, days)
SELECT CASE WHEN kind IN ('pushed', 'pulled') THEN 'moved' ELSE 'left' END, date_trunc('month', at)::date,
       pipeline_id, owner_id, branch_id, CASE WHEN kind IN ('pushed', 'pulled') THEN kind ELSE from_stage::text END,
       currency, count(*), sum(amount), 0, coalesce(sum(days), 0)
FROM performance_step s
WHERE {{which}} AND (kind IN ('pushed', 'pulled') OR (days IS NOT NULL AND from_stage IS NOT NULL))
GROUP BY 1, 2, 3, 4, 5, 6, 7
{_ADD}"""

# The facts of deals as they are now; deals in the recycle bin have none.
PUT_FACTS = """
INSERT INTO performance_fact (deal_id, owner_id, branch_id, pipeline_id, stage_id, furthest_id, kind, amount, currency,
    probability, created_on, closed_on, expected_close, stage_since, product_id, region, source, reason,
    rivals, lost_to)
SELECT d.id, d.owner_id, d.branch_id, d.pipeline_id, d.stage_id,
    CASE WHEN s.kind = 'open' AND s.position >= coalesce(f.position, s.position) THEN s.id ELSE f.id END,
    s.kind, coalesce(d.amount, 0), d.amount_currency, coalesce(d.probability, 0),
    coalesce(d.opened_on, d.created_at::date), d.closed_on, d.expected_close, coalesce(d.stage_since, d.created_at)::date,
    d.product_id, c.address->>'country', d.source, d.loss_reason,
    ARRAY(SELECT DISTINCT r.competitor_id FROM deals_dealcompetitor r WHERE r.deal_id = d.id AND r.deleted_at IS NULL),
    d.lost_to_id
FROM deals_deal d
JOIN deals_stage s ON s.id = d.stage_id
LEFT JOIN contacts_company c ON c.id = d.company_id
LEFT JOIN LATERAL (
    SELECT o.id, o.position FROM performance_step p JOIN deals_stage o ON o.id = p.stage_id
    WHERE p.deal_id = d.id AND o.kind = 'open' AND o.pipeline_id = d.pipeline_id ORDER BY o.position DESC LIMIT 1
) f ON true
WHERE d.deleted_at IS NULL AND {which}
"""
