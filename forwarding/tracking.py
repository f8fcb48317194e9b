"""Web addresses without the parameters that only tell where a reader came from."""

import re

_MARK = re.compile(
    r"(?:utm|pk|mtm|hsa|itm)_\w+|(?:fb|g|d|y|ys|ym|tw|tt|ms|rb_)cl(?:ic)?k?id|gbraid|wbraid|igsh(?:id)?|wickedid"
    r"|li_fat_id|mc_cid|mc_eid|mkt_tok|_openstat|_hsenc|_hsmi|vero_id|oly_(?:enc|anon)_id",
    re.IGNORECASE,
)


def untracked(address: str) -> str:
    """The rest stays as it is written, in its order; what is no web address stays whole."""
    whole, hash_sign, fragment = address.partition("#")
    place, _, query = whole.partition("?")
    parameters = query.split("&")
    kept = [each for each in parameters if not _MARK.fullmatch(each.partition("=")[0])]
    if len(kept) == len(parameters):
        return address
    return place + ("?" if kept else "") + "&".join(kept) + hash_sign + fragment
