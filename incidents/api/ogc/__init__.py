"""OGC API - Features 1.0 (17-069r4): what is published, for QGIS, GDAL and whatever else speaks that standard."""
