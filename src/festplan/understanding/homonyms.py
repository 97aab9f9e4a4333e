"""Names of cities that are words or names of people too, and how far each is to be trusted."""

from __future__ import annotations

ORDINARY = frozenset(
    "nice reading mobile bath split cork hull mesa buffalo phoenix la queens madison charlotte "
    "florence sofia victoria savannah lincoln aurora austin sydney chester hamilton jackson "
    "charleston kingston orlando chandler troy paris camden brooklyn york derby durham rio lima "
    "washington wellington newark napa perth valencia bergen plymouth columbus houston milan "
    "vienna london rome memphis santiago cleveland adelaide lexington aberdeen bk hk kl atl chi "
    "frisco madras norfolk burlington providence boulder richmond arlington stockton verona "
    "riverside springfield victoria regina harrow brent dover frederick concord canton bend erie "
    "flint bern bali como pisa como cali salvador carmel salem augusta macon preston lancaster "
    "poole dudley columbia alexandria athens naples newport windsor greenwich richmond dayton "
    "trenton princeton franklin marbella rosario merida fargo montgomery wilmington waterford "
    "darwin napier stirling perth hastings luton nantes rennes bonn vail como maui malibu "
    "cambridge worcester hackney ealing goa porto lagos".split()
)
"""City names that are also ordinary words or people's names: they need a preposition or a place."""
ORDINARY |= frozenset(
    "golden boone davis kent surprise rogers conway norman clifton hampton suffolk apex destin "
    "logan fairfield westminster independence midland mesquite beaumont fremont garland gilbert "
    "henderson tyler denton ames elgin gary troy norwalk amherst quincy warwick somerville lowell "
    "hershey jasper stowe keene hanover edison elizabeth wells ely rugby bedford stamford beverley "
    "bray trim sandy chatham stroud bude cardigan mold barry neath orange lorne nelson alma ajax "
    "surrey langley dartmouth leh anand gaya kota puri hassan hamm halle worms essen ulm celle "
    "gera "
    "herne hagen baden thun sion zug mons nancy pau tours troyes metz toledo lucca latina bari "
    "santos franca americana natal vitoria canela salto salta leon liberia heredia pereira pasto "
    "concepcion nara chiba otsu klang miri padang malang benin warri jos oran eger ruse nis arad "
    "konya adana orleans vernon brandon stratford sutton enfield bromley redhill newton melrose "
    "livingston montrose pickering whitby vaughan waterloo ashland auburn boaz sheridan lawrence "
    "meridian decatur marietta roswell winchester germantown huntington hempstead mystic bangor "
    "kona cody wasilla sitka reno provo moab taos hove mansfield redcar margate deal rye sale bury "
    "barnet stafford cannock malvern frome ashford andover buxton crewe oldham corby kettering "
    "male dominica carolina alexandria kasur manta loja ica posadas resistencia encarnacion bagan "
    "beira paarl centurion kimberley constantine medina mecca nazareth bethlehem gloucester "
    "davos biel chur wels steyr gouda venlo asti aosta genoa savona udine terni sopron bled "
    "swords hickory flushing champaign centennial wheeling katy cary helena eugene edmond casper "
    "rhodes thornton paterson ponce everett barrie compton prescott harlow hayward gladstone "
    "livingstone kobe roma parma napoli munster hereford salisbury redding billings fleetwood "
    "jamaica chelsea kensington carlton manly acton harlem dumbo astoria ballard georgetown "
    "pilsen saket rohini dwarka adyar baner worli dadar malad juhu osu gracia alfama silom "
    "brunswick newtown collingwood northcote leith partick roath moseley clapton holborn "
    "paddington yorkville montrose belleville".split()
) | {
    "west end",
    "red hook",
    "the loop",
    "the mission",
    "the heights",
    "the gulch",
    "the annex",
    "river north",
    "new farm",
    "high point",
    "park city",
    "rock hill",
    "hot springs",
    "battle creek",
    "mount pleasant",
    "garden district",
    "northern quarter",
    "temple bar",
}
HARDLY_NAMES = frozenset(
    "perth cambridge durham norfolk kingston hull worcester lagos porto goa lima rome "
    "vienna athens memphis buffalo mesa newport plymouth columbus newark valencia bergen bern bonn "
    "poole canton columbia montgomery aberdeen burlington boulder richmond stockton springfield "
    "luton nantes pisa naples windsor princeton dayton trenton wilmington "
    "arlington riverside hastings stirling york chester houston london milan adelaide "
    "charleston waterford darwin lancaster preston winchester stamford oldham bangor kota jaffna "
    "westminster winchester medina wells bedford stroud essen ulm halle klang padang malang".split()
)
"""Of the ordinary ones those that hardly anybody is called: written large, they are a place."""
AS_WORDS = frozenset(
    "nice reading split bath cork mobile la golden surprise apex wells mold trim cardigan rugby "
    "worms tours orange sandy male bend flint concord hamm baden manta ruse mesquite independence "
    "midland auburn deal rye sale bury mystic kent natal resistencia essen asti pasto chelsea "
    "manly gouda constantine centurion hall swords hickory flushing champaign centennial wheeling "
    "paisley casper".split()
)
"""City names that, written small, are ordinary words even behind a preposition."""
