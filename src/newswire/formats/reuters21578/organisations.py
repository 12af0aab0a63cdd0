"""The organisations and exchanges Reuters marked in 1987, by their codes, under the names they had."""

_ORGANISATIONS = """
adb-africa|African Development Bank
adb-asia|Asian Development Bank
aibd|Association of International Bond Dealers
aid|Agency for International Development
anrpc|Association of Natural Rubber Producing Countries
asean|Association of South East Asian Nations
atpc|Association of Tin Producing Countries
bis|Bank for International Settlements
cipec|Inter-Government Council of Copper Exporting Countries
comecon|Council for Mutual Economic Assistance
ec|European Community
eca|Economic Commission for Africa
ecafe|Economic Commission for Asia and the Far East
ece|Economic Commission for Europe
ecla|Economic Commission for Latin America and the Caribbean
ecsc|European Coal and Steel Community
ecwa|Economic Commission for West Asia
efta|European Free Trade Association
eib|European Investment Bank
emcf|European Monetary Cooperation Fund
escap|Economic and Social Commission for Asia and the Pacific
euratom|European Atomic Energy Community
fao|Food and Agriculture Organisation
gatt|General Agreement on Tariffs and Trade
gcc|Gulf Cooperation Council
geplacea|Group of Latin American and Caribbean Sugar Exporting Countries
iaea|International Atomic Energy Authority
iata|International Air Transport Association
icco|International Cocoa Organisation
ico-coffee|International Coffee Organisation
ico-islam|Islamic Conference Organisation
ida|International Development Association
iea|International Energy Agency
iisi|International Iron and Steel Institute
ilo|International Labour Organisation
ilzsg|International Lead and Zinc Study Group
imco|Inter-Governmental Maritime Consultative Organisation
imf|International Monetary Fund
inro|International Natural Rubber Organisation
irsg|International Rubber Study Group
isa|International Sugar Agreement
itc|International Tin Council
iwc-whale|International Whaling Commission
iwc-wheat|International Wheat Council
iwcc|International Wrought Copper Council
iws|International Wool Secretariat
iwto|International Wool Textile Organisation
lafta|Latin American Free Trade Association
mfa|Multi-Fibres Arrangement
oapec|Organisation of Arab Petroleum Exporting Countries
oecd|Organisation for Economic Cooperation and Development
opec|Organisation of Petroleum Exporting Countries
un|United Nations
unctad|United Nations Conference on Trade and Development
who|World Health Organisation
worldbank|World Bank
"""
_EXCHANGES = """
amex|American Stock Exchange
ase|Amsterdam Stock Exchange
asx|Australian Stock Exchange
biffex|Baltic International Freight Futures Exchange
bse|Brussels Stock Exchange
cboe|Chicago Board of Trade Options Exchange
cbt|Chicago Board of Trade
cme|Chicago Mercantile Exchange
comex|New York Commodity Exchange
cse|Copenhagen Stock Exchange
fox|London Futures and Options Exchange
fse|Frankfurt Stock Exchange
hkse|Hong Kong Stock Exchange
ipe|International Petroleum Exchange
jse|Johannesburg Stock Exchange
klce|Kuala Lumpur Commodity Exchange
klse|Kuala Lumpur Stock Exchange
liffe|London International Financial Futures Exchange
lme|London Metal Exchange
lse|London Stock Exchange
mase|Madrid Stock Exchange
mise|Milan Stock Exchange
mnse|Manila Stock Exchange
mose|Montreal Stock Exchange
nasdaq|National Association of Securities Dealers Automated Quotation System
nyce|New York Cotton Exchange
nycsce|New York Coffee, Sugar and Cocoa Exchange
nymex|New York Mercantile Exchange
nyse|New York Stock Exchange
ose|Oslo Stock Exchange
pse|Paris Stock Exchange
set|Securities Exchange of Thailand
simex|Singapore International Monetary Exchange
sse|Singapore Stock Exchange
stse|Stockholm Stock Exchange
tose|Toronto Stock Exchange
tse|Tokyo Stock Exchange
wce|Winnipeg Commodity Exchange
zse|Zurich Stock Exchange
"""


def _read_table(table: str) -> dict[str, str]:
    return dict(line.split("|", 1) for line in table.split("\n") if line)


ORGANISATIONS: dict[str, str] = _read_table(_ORGANISATIONS)
EXCHANGES: dict[str, str] = _read_table(_EXCHANGES)
