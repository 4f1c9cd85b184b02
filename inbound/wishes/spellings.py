"""Dialect, short and careless spellings of common words; add words here, never code.

A line is the word as the other tables have it, a colon, and what is typed for it. It may be two words (*hamma*).
"""

GERMAN = """
    nicht: ned net nit nich nöd nid
    nichts: nix nixx nüt nuet nichs nichz
    ich: i ick icke ih
    wir: mia ma mer
    ist: is isch iss
    sind: san sän
    habe: hob hoab ham
    haben: hom hand händ
    haben wir: hamma hammer hama homma hammwa
    sind wir: simma samma semmer
    machen wir: machma mochma
    nehmen wir: nehma nehmer nemma nemmer nehmwa
    koennen: chönd chönnd kinna könn
    kein: koa ka kei koan keen
    keine: koane koi keene
    ein: a oan
    das: dös dat
    den: dän
    er: ea
    anderen: andern annern
    mein: mis mei
    hat: hät hod
    unser: üser
    alles: ois oiss
    gleich: glei
    unterschrieben: unterschriem
    gezeigt: zoagt
    draussen: draußn draussn heraussen
    etwas: ebbes wos
    ihn: eam
    auch: aa au
    auf: uf
    mit dem: mitm
    auf dem: aufm
    schon: scho scha schu
    mal: amal amol moi
    heute: heut hüt heit hoid
    jetzt: jez jetz etz etza jetze iatz
    gut: guat guet jut
    gern: gearn geern jern
    weit: wiit
    zurueckhaben: zruckhaben zrueckhaben zrugghaben
    zurueckgeben: zruckgeben zruckgebn zruckgem
    zurueckgerufen: zruckgruafn zruckgrufn zruckgrüefe zrückgrüefe
    zurueckgemeldet: zruckgmeldt zruckgmeldet
    zurueck: zruck zrugg zrück retour
    zeit: zyt ziit zeid
    voll: voi
    mache: moch mochs machs
    machen: mochn machn machet moachn
    tun: tuan duan
    nehme: nimm nimms nehms nems
    nehmen: nämed nähmed nehmat neman nehmn nemen nehemn
    will: wü wui wil
    wollen: wolln woin wend wänd
    wollte: wollt
    gesprochen: gsprochn gsproche gesproche gesprochn
    geredet: gredt gredet
    geschickt: gschickt geschikt
    geschrieben: gschriebn gschrieben gschribe
    gekauft: gkauft kouft
    gewonnen: gwonnen gwunna gwunne
    gesagt: gsagt gseit gsogt
    zugesagt: zuegseit
    gesund: gsund xund
    kommt: kimmt chunt
    kunde: chund
    gebt: gebts
    schickt: schickts
    nehmt: nehmts nemmts
    koennt: könnts kinnts
    habt: habts hobts
    wisst: wissts
    jemand: jmd
    euch: eich
    vielleicht: vllt vlt villeicht vieleicht
    wahrscheinlich: wahrscheinl wahrsch
    und: u un
    oder: od
    ungefaehr: ungef
    alle: olle alli
    hallo: halo hoi grüezi grüessgott moinsen griaß servas
    gruss: gruess grüessli
    gruesse: grüess
    projekt: proj
    wegen: wg
    interessiert: intressiert interesiert
    klar: kloar
    kollege: koll
    telefoniert: telef
    geplaudert: plaudert plauscht
    halt: hoit
    oben: om
    hinunter: obi owi
    wieder: wida wieda
    passt: basst
    leute: leit
    arbeit: oabat
    kommen: kemma kummen
"""

ENGLISH = """
    them: em
    you: u yous youse
    your: ur
    with: w wiv
    because: cos coz cuz
    want to: wanna
    going to: gonna gunna
    got to: gotta
    let me: lemme
    give us: gizza giz
    do not know: dunno
    for: fr fer
    the: teh th
    about: abt
    before: b4
    customer: cust custmer
    company: coy
    appointment: apptmt appointmnt
    meeting: meetin
    should: shd shud
    would: wld wud
    could: cld cud
    have: hv hav
    people: ppl
    message: mesage
    please: plse
    thanks: tks tnx thanx thnx
    something: smth sth
    nothing: nowt nuffin
    anything: owt
    good: gd gud
    right: rite
    night: nite
    through: thru
    though: tho
    although: altho
    quote: qte quoet
    waiting: waitin
    calling: callin
    taking: takin
    going: goin
    ringing: ringin
    looking: lookin
    interested: intrested interestd
    definitely: deffo defo def definately
    probably: prob probs prolly
    manager: mgr
    yes: yess yis
    agreed: agred
    capacity: capcity capacty
    tea: cuppa
    cannot: carnt
"""
