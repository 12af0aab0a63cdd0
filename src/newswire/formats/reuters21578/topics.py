"""The 135 subject codes of Reuters in 1987: their names, and the IPTC Media Topic that plainly covers each."""

import msgspec


class Topic(msgspec.Struct, frozen=True):
    """A subject code's name and Media Topics; several codes share one where IPTC has only the wider concept."""

    name: str
    medtops: tuple[str, ...]


_METAL = "20000388"
_PRECIOUS = "20000318 20000388"
_FARM = "20000386 20000210"
_OIL = "20001243 20000387"

_TABLE = f"""
acq|mergers and acquisitions|20000204
alum|aluminium|{_METAL}
austdlr|Australian dollar|20000355
austral|Argentine austral|20000355
barley|barley|{_FARM}
bfr|Belgian franc|20000355
bop|balance of payments|20000346
can|Canadian dollar|20000355
carcass|carcass meat|{_FARM}
castor-meal|castor meal|{_FARM}
castor-oil|castor oil|{_FARM}
castorseed|castorseed|{_FARM}
citruspulp|citrus pulp|{_FARM}
cocoa|cocoa|{_FARM}
coconut|coconut|{_FARM}
coconut-oil|coconut oil|{_FARM}
coffee|coffee|{_FARM}
copper|copper|{_METAL}
copra-cake|copra cake|{_FARM}
corn|corn|{_FARM}
corn-oil|corn oil|{_FARM}
cornglutenfeed|corn gluten feed|{_FARM}
cotton|cotton|{_FARM}
cotton-meal|cotton meal|{_FARM}
cotton-oil|cotton oil|{_FARM}
cottonseed|cottonseed|{_FARM}
cpi|consumer price index|20000370
cpu|capacity utilisation|20000346
crude|crude oil|{_OIL}
cruzado|Brazilian cruzado|20000355
dfl|Dutch guilder|20000355
dkr|Danish krone|20000355
dlr|US dollar|20000355
dmk|German mark|20000355
drachma|Greek drachma|20000355
earn|earnings and earnings forecasts|20000178
escudo|Portuguese escudo|20000355
f-cattle|feeder cattle|{_FARM}
ffr|French franc|20000355
fishmeal|fishmeal|{_FARM}
flaxseed|flaxseed|{_FARM}
fuel|fuel oil|{_OIL}
gas|gasoline|20000268 20000387
gnp|gross national product|20000359
gold|gold|{_PRECIOUS}
grain|grain|{_FARM}
groundnut|groundnut|{_FARM}
groundnut-meal|groundnut meal|{_FARM}
groundnut-oil|groundnut oil|{_FARM}
heat|heating oil|{_OIL}
hk|Hong Kong dollar|20000355
hog|hogs|{_FARM}
housing|housing starts|20000235
income|personal income|20000346
instal-debt|consumer credit|20000393
interest|interest rates|20000371
inventories|inventories|20000361
ipi|industrial production index|20000360
iron-steel|iron and steel|{_METAL}
jet|jet fuel and kerosene|{_OIL}
jobs|unemployment|20000533
l-cattle|live cattle|{_FARM}
lead|lead|{_METAL}
lei|leading economic indicators|20000346
lin-meal|linseed meal|{_FARM}
lin-oil|linseed oil|{_FARM}
linseed|linseed|{_FARM}
lit|Italian lira|20000355
livestock|livestock|{_FARM}
lumber|lumber|20000386 20000214
lupin|lupin|{_FARM}
meal-feed|meal feed|{_FARM}
mexpeso|Mexican peso|20000355
money-fx|foreign exchange|20000391
money-supply|money supply|20000379
naphtha|naphtha|{_OIL}
nat-gas|natural gas|20000263
nickel|nickel|{_METAL}
nkr|Norwegian krone|20000355
nzdlr|New Zealand dollar|20000355
oat|oats|{_FARM}
oilseed|oilseed|{_FARM}
orange|oranges and orange juice|{_FARM}
palladium|palladium|{_PRECIOUS}
palm-meal|palm meal|{_FARM}
palm-oil|palm oil|{_FARM}
palmkernel|palm kernel|{_FARM}
peseta|Spanish peseta|20000355
pet-chem|petrochemicals|20000217
platinum|platinum|{_PRECIOUS}
plywood|plywood|20000386 20000214
pork-belly|pork bellies|{_FARM}
potato|potatoes|{_FARM}
propane|propane|{_OIL}
rand|South African rand|20000355
rape-meal|rape meal|{_FARM}
rape-oil|rape oil|{_FARM}
rapeseed|rapeseed|{_FARM}
red-bean|red beans|{_FARM}
reserves|reserves|20000350
retail|retail sales|20000252
rice|rice|{_FARM}
ringgit|Malaysian ringgit|20000355
rubber|rubber|20000386
rupiah|Indonesian rupiah|20000355
rye|rye|{_FARM}
saudriyal|Saudi riyal|20000355
sfr|Swiss franc|20000355
ship|shipping|20000343
silk|silk|{_FARM}
silver|silver|{_PRECIOUS}
singdlr|Singapore dollar|20000355
skr|Swedish krona|20000355
sorghum|sorghum|{_FARM}
soy-meal|soybean meal|{_FARM}
soy-oil|soybean oil|{_FARM}
soybean|soybeans|{_FARM}
stg|sterling|20000355
strategic-metal|strategic metals|{_METAL}
sugar|sugar|{_FARM}
sun-meal|sunflower meal|{_FARM}
sun-oil|sunflower oil|{_FARM}
sunseed|sunflower seed|{_FARM}
tapioca|tapioca|{_FARM}
tea|tea|{_FARM}
tin|tin|{_METAL}
trade|trade|20000373
tung|tung|{_FARM}
tung-oil|tung oil|{_FARM}
veg-oil|vegetable oil|{_FARM}
wheat|wheat|{_FARM}
wool|wool|{_FARM}
wpi|wholesale price index|20000370
yen|Japanese yen|20000355
zinc|zinc|{_METAL}
"""


def _read_table() -> dict[str, Topic]:
    rows = (line.split("|") for line in _TABLE.split("\n") if line)
    return {code: Topic(name, tuple(f"medtop:{one}" for one in medtops.split())) for code, name, medtops in rows}


TOPICS: dict[str, Topic] = _read_table()
