"""The 175 places of Reuters in 1987, with the ISO 3166-1 codes of that year.

States that are gone keep the code they had, as ISO 3166-3 lists it (SU, YU, DD, CS, ZR, BU, YD, AN): a story about the
Soviet Union is not one about Russia.
"""

import msgspec


class Country(msgspec.Struct, frozen=True):
    """A place code's English name and alpha-2 code."""

    name: str
    code: str


_CODES = """
afghanistan:AF albania:AL algeria:DZ american-samoa:AS andorra:AD angola:AO anguilla:AI antigua:AG argentina:AR
aruba:AW australia:AU austria:AT bahamas:BS bahrain:BH bangladesh:BD barbados:BB belgium:BE belize:BZ benin:BJ
bermuda:BM bhutan:BT bolivia:BO botswana:BW brazil:BR british-virgin-islands:VG brunei:BN bulgaria:BG
burkina-faso:BF burma:BU burundi:BI cameroon:CM canada:CA cape-verde:CV cayman-islands:KY
central-african-republic:CF chad:TD chile:CL china:CN colombia:CO congo:CG costa-rica:CR cuba:CU cyprus:CY
czechoslovakia:CS denmark:DK djibouti:DJ dominica:DM dominican-republic:DO east-germany:DD ecuador:EC egypt:EG
el-salvador:SV equatorial-guinea:GQ ethiopia:ET fiji:FJ finland:FI france:FR french-guiana:GF gabon:GA gambia:GM
ghana:GH gibraltar:GI greece:GR grenada:GD guadeloupe:GP guam:GU guatemala:GT guinea:GN guinea-bissau:GW guyana:GY
haiti:HT honduras:HN hong-kong:HK hungary:HU iceland:IS india:IN indonesia:ID iran:IR iraq:IQ ireland:IE israel:IL
italy:IT ivory-coast:CI jamaica:JM japan:JP jordan:JO kampuchea:KH kenya:KE kuwait:KW laos:LA lebanon:LB
lesotho:LS liberia:LR libya:LY liechtenstein:LI luxembourg:LU macao:MO madagascar:MG malawi:MW malaysia:MY mali:ML
malta:MT martinique:MQ mauritania:MR mauritius:MU mexico:MX monaco:MC morocco:MA mozambique:MZ namibia:NA nepal:NP
netherlands:NL netherlands-antilles:AN new-caledonia:NC new-zealand:NZ nicaragua:NI niger:NE nigeria:NG
north-korea:KP norway:NO oman:OM pakistan:PK panama:PA papua-new-guinea:PG paraguay:PY peru:PE philippines:PH
poland:PL portugal:PT qatar:QA romania:RO rwanda:RW saudi-arabia:SA senegal:SN seychelles:SC sierra-leone:SL
singapore:SG somalia:SO south-africa:ZA south-korea:KR spain:ES sri-lanka:LK sudan:SD suriname:SR swaziland:SZ
sweden:SE switzerland:CH syria:SY taiwan:TW tanzania:TZ thailand:TH togo:TG tonga:TO trinidad-tobago:TT tunisia:TN
turkey:TR uae:AE uganda:UG uk:GB uruguay:UY us-virgin-islands:VI usa:US ussr:SU vanuatu:VU vatican:VA venezuela:VE
vietnam:VN west-germany:DE western-samoa:WS yemen-arab-republic:YE yemen-demo-republic:YD yugoslavia:YU zaire:ZR
zambia:ZM zimbabwe:ZW
"""
_NAMES = {
    "antigua": "Antigua and Barbuda",
    "guinea-bissau": "Guinea-Bissau",
    "trinidad-tobago": "Trinidad and Tobago",
    "uae": "United Arab Emirates",
    "uk": "United Kingdom",
    "us-virgin-islands": "US Virgin Islands",
    "usa": "United States",
    "ussr": "Soviet Union",
    "yemen-demo-republic": "Yemen, Democratic",
}
"""Where the name is not the code with capitals."""


def _name(code: str) -> str:
    return _NAMES.get(code) or " ".join(word.capitalize() for word in code.split("-"))


PLACES: dict[str, Country] = {
    code: Country(_name(code), iso) for code, _, iso in (pair.partition(":") for pair in _CODES.split())
}
