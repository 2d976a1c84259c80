from whitenoise.storage import CompressedManifestStaticFilesStorage

IMPORT = r"""(?P<matched>(?P<how>\bfrom|\bimport)\s*["'](?P<url>\./[^"']+)["'])"""


class HashedStaticFiles(CompressedManifestStaticFilesStorage):
    """Names carry a hash of their content, also where one of our JavaScript modules imports another.

    Django can do that for every script (``support_js_module_import_aggregation``), but then stumbles over the
    examples in the comments of other people's.
    """

    patterns = (
        *CompressedManifestStaticFilesStorage.patterns,
        ("incidents/*.js", ((IMPORT, '%(how)s "%(url)s"'),)),
    )
