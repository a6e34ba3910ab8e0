"""The figures of the pipeline, in the order of the page. Importing the package registers them."""

from clientela.domains.performance.figures import (  # noqa: I001  # the order of the page
    week as week,
    funnel as funnel,
    outcomes as outcomes,
    velocity as velocity,
    cycle as cycle,
    ageing as ageing,
    slipped as slipped,
    cohorts as cohorts,
    accuracy as accuracy,
    efficiency as efficiency,
)
