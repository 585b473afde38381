"""Words that names are made of besides names: what stands before a surname, and ordinary words that are names too.

Small letters, without accents. The lists are long enough when no ordinary text is taken for a name; what is missing an
editor can say at the person (the field ``ook_anders``).
"""

import re

PARTICLES = frozenset(
    "van von vd vdr vander vanden vande v d der den de het t ten ter te in op aan bij onder over uit voor "
    "el al bin ben ibn abu ait da das do dos di del della du la le les zu y e s".split()
)
TITLES = frozenset(
    "mevrouw mevr mw mej mejuffrouw meneer mijnheer heer hr dhr de-heer dokter dr drs ir ing mr prof professor "
    "zuster broeder collega familie fam".split()
)
# What a name gets behind it: 'Fatimas', 'Fatimaatje', 'de Yilmazen'. Other words are not made of a name.
ENDINGS = ("s", "en", *(f"{small}{more}" for small in ("je", "tje", "pje", "kje", "etje", "ke") for more in ("", "s")))
# A name that begins like this is none: 'Een collega', 'De nachtploeg', 'vul in'.
STOP = frozenset("een de het mijn onze ons vul naam iemand iedereen wij anoniem".split())
# Words that begin a sentence as easily as they are a first name: 'Wil u iets anders?', 'Mei is een goede maand'.
OPENERS = frozenset(
    """
    wil al ad max bij dag mei juni juli april augustus winter zomer lente herfst hoop vrede job storm lief rein
    """.split()
)
# Words before a noun, and those that begin a sentence: a word with a capital behind one of these is no surname for it.
FUNCTION = STOP | frozenset(
    """
    als dat die dit deze voor van met en of maar want dus ook niet geen alle elke ieder iedere elk veel weinig meer
    minder meeste sommige enkele paar twee drie vier vijf zes zeven acht negen tien nieuwe oude jonge goede echte
    uw jouw jullie haar zijn hun welke zulke zo hoe wat wie waar wanneer waarom is was bent ben wordt worden werd heet
    heten heeft hebben had kan kunnen mag mogen moet moeten wil willen zal zullen er hier daar dan toen nu nog al
    zonder tussen naar om uit over onder door bij aan in op te tot tegen per sinds na
    """.split()
)
# Verbs of one person: 'Willers belde' is somebody, 'willers bellen' are more.
SINGULAR = re.compile(
    r"is|was|had|kan|kon|mag|mocht|wil|wou|zal|zou|ging|kwam|vond|zag|zat|stond|kreeg|werd|deed|schreef|liep|bleef|sprak"
    r"|las|nam|gaf|zei|\w{3,}(?:de|te)|\w{2,}[^aeou\W]t|\w*(?:aa|ee|oo|uu|ij|ie|ui|oe|eu)t"
)
NO_VERB = FUNCTION | frozenset("niet rest juist direct altijd echt haast laatst naast vaste beste grote".split())
# First names and surnames that are words, months, trees, trades, animals and the like: in small letters no name.
ORDINARY = OPENERS | frozenset(
    """
    roos mark bas mees merel bloem fleur ster sterre zon lot els jet beer raaf wolf valk vos iris jasmijn viool
    linde olijf maart rob pim frank stan pip frans engel fijn jan piet klaas kees koen ton toon lies leen pol
    hand rens an bo ed ab vlinder robijn parel amber opaal kruid munt tijm dille anijs laurier wilg eik berk
    beuk es den spar ceder hulst klaver madelief margriet anjer lelie lotus violet dahlia heide mos varen riet
    gras aarde water vuur wind wolk regen sneeuw nacht dageraad eb vloed kust duin eiland berg dal bos veld
    akker weide tuin beek bron meer plas rivier sloot brug dijk dam sluis haven kade straat steeg weg pad plein
    markt hof huis kerk toren molen poort burg stad dorp oost west zuid noord bakker kok visser smit smid mulder
    molenaar kuiper brouwer slager timmerman schilder kleermaker kramer koopman schipper jager boer boers herder
    schaper schaap ruiter ridder koning keizer graaf hertog prins bisschop paus priester monnik koster schout
    schulte meijer meester meesters schrijver snijder snijders wever wevers draaier dekker dekkers metselaar
    verver wagenaar post postma bode leeuw haan kip kuiken gans eend kraai spreeuw mus zwaluw arend adelaar uil
    havik sperwer bever das haas hert konijn kat paard vis snoek baars paling kreeft mier spin groot klein lang
    kort dik smal breed hoog laag jong oud wit zwart rood groen blauw geel bruin grijs goud zilver ijzer koper
    staal steen zand klei hout blok balk plank spijker hamer zaag bijl mes vork lepel kan kom bord pot pan appel
    peer pruim kers noot kool prei ui boon erwt brood kaas boter room melk honing suiker peper zout vriend
    vriends maat kind zoon dochter vader moeder broer zus oom tante neef nicht man vrouw heer dame baas knecht
    meid goed goede beste sterk zwaar licht donker zacht hard warm koud vroeg laat snel trouw vroom wijs twee
    drie vier vijf zes zeven acht negen tien eerste tweede derde maandag dinsdag woensdag donderdag vrijdag
    zaterdag zondag januari februari september oktober november december deen zweed vlaming fries hollander
    zeeuw duits engels spaans rooster planner leider hulp zorg werk stap collega medewerker adviseur begeleider
    willer willers moeter moeters kans feest muur deur stoel tafel bank raam zee strand vink bij hek wal
    """.split()
)
