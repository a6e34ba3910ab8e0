"""Where towns lie: a list distilled from GeoNames (CC BY 4.0), and the projection of the map. See docs/adr/0016-maps.md."""
