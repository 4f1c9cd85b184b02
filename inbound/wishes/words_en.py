"""English reply words; add words here, never code (docs/howto/add-a-reply-word.md says how).

The way of writing is the same as in `words_de`; apostrophes are left out (``dont``, ``ill take``).
"""

FORMS = """
    not never dont doesnt didnt isnt arent wasnt werent havent hasnt hadnt cant cannot wont couldnt wouldnt shouldnt aint
    quote offer proposal quotation estimate bid
    i we
    my our
    me us
"""
"""Words of one line may stand for the first of it wherever that is written in a phrase of several words."""

PHRASES: dict[str, str] = {
    # --- offers ---
    "pick": """
        would like to take/have/get|we/i would like this/it/that|id/wed like/love to take/have/get|id/wed love this/that one|id/wed love this/that/it|id/wed like this/that/it|id/wed like/love .. have|like to take .. lead|love this one|love to have it|        can do this/that/it|can do <end>|sure we can|        pick|picked|picking|pick it|take|taking|ill/will take|accept|accepted|accepting|grab|grabbing|mine|this is mine|ours|count me in|im/were in <end>|i am in <end>|in <end>|all in
        i want|want|want it|want this one|love .. it|love to have/take/get|like to have/take/get|like this one|would love to|happy to|glad to|send it over|send .. details|give it to me|give me this one|ill/well do it|ill/well have|will have it|have it|on it|claim|claiming|dibs
        lets do it|ill/well/will handle|ill/well work|bring it on|go for it|interested|sign me up|mine please|gimme|put me down|assign .. me|we do this one|snap|sounds good .. us|count on me""",
    "decline": """
        give it to somebody else|give it to another|give .. somebody else|not today|no can do|        decline|declined|declining|pass|passing|pass on|have to pass|not for me|not this time|not this one|skip|skip it|skip this|not take|not want to take|not want|not want it|not do|not do this|unable to take|cant|wont|not taking|count me out|im/were out <end>|i am out <end>|have to decline|must decline|no go|leave it
        not a fit|not a good fit|not fit|not our thing|not suitable|no use for me|rather not|better not|prefer not|maybe next time|next time|give it to someone else|not this month|cannot""",
    "r.capacity": """
        no capacity/time/staff/resources/bandwidth/people/manpower|no free capacity|not enough people/staff/time/capacity|not have .. time/capacity/people/staff/resources|without capacity|too busy|busy|swamped|fully/all/completely booked|booked up|booked out|booked solid|overloaded|overbooked|at capacity|short staffed|short handed|understaffed|snowed under
        maxed out|up to .. neck|too much on|plate is full|full plate|capacity|lack of time|lack of capacity|lack of staff|stretched|not fit it in|short on people/staff/time""",
    "r.region": """
        too far|too far away|too far out|far away|outside/beyond my area/region/territory/patch|out of my area/region/territory/patch|outside/beyond the area/region/territory|not in my area/region/territory/patch|not my area/region/territory/patch|wrong area/region/territory/patch/location|different area/region/territory|out of area|out of region|out of territory
        not cover|not cover .. area/region|not covered by|not serve .. area/region|region|distance|location too far|too long a drive|too much travel""",
    "r.product": """
        not do/sell/offer/carry/stock/support/handle .. product/that/those/these|not sell|not do that/those/these|not my product|not my line|wrong product|not my field|not my expertise|not my speciality|not certified|no certification|not trained|no experience with|product mismatch|not know .. product|not in my portfolio|not in my range|not work with|different product|outside my expertise
        out of my expertise|product|not something i do/sell/offer""",
    "r.not_interested": "not interested|no interest|not really interested|not of interest|no longer interested|uninterested|not interesting|lost interest|never interested",
    # --- what happened to a lead ---
    "not_reached": """
        could/can not .. reach/contact|could/can not reach/contact|could/can not get through|        they/he/she were/was out|        lost contact|i lost contact|contact lost|lost touch|        not reached|not .. reach|not been reached|no answer|no reply|no response|no luck|no callback|no call back|no pickup|no contact|no contact yet|no feedback|nobody/noone/nobodys answers/picks/answering/there/home/answered/in/answer/responds|no one answers/picks/answering/there/home/answered/in|nobody .. up|no one .. up|noone .. up
        voicemail|voice mail|left .. voicemail|left .. message|left .. msg|left .. vm|vm|lvm|answering machine|answerphone|mailbox|not .. contact|not .. hold|not .. get through|not got through|unable to reach/contact|unable to get|failed to reach/contact|not been able|not able to|unreachable|not reachable|not available|unavailable
        not call back|not .. call/calling/called/calls/ring/rang/phone .. back|not return .. calls/call|not answer/respond/reply/pick/responding/answering/replying/replied/responded/answered/picking|not .. answer/respond/reply/replied/responded/answered|nobody .. answer/answers/answered/responds|no one .. answer/answers/answered/responds|ghosting|ghosted|line busy|engaged|phone off|rings out|rang out|went/goes to voicemail|straight to voicemail
        tried .. times|tried twice|tried calling|tried to call|tried to reach|keep trying|keeps ringing|still trying|trying to reach|trying to get|called twice|not heard|not heard back|heard nothing|nothing heard|no word|no sign of life|silence|radio silence|waiting for .. call/reply/response/callback/answer|waiting to hear|out of office|not in|gone quiet|not there|not at .. desk""",
    "contacted": """
        contacted|spoke|spoken|talked|chatted|called|phoned|rang|reached|reached him/her/them|got through|got hold|got in touch|in touch|been in touch|in contact|made contact|contact made|first contact|initial call|had .. call/chat/conversation/talk|had .. meeting/visit/demo|good call|good chat|good conversation|great call|nice call|emailed|mailed|e-mailed|messaged|texted|wrote to|written to
        sent .. email/mail/info/information/brochure/details/catalogue/documents/message|email sent|info sent|in discussion|in discussions|in talks|discussing|discussed|discussions ongoing|working on it|in progress|met|met with|visited|called back|called me back|called us back|replied|responded|got back to me|is interested|are interested|theyre interested|hes interested|shes interested|very interested
        connected|introduced|introduction made|qualified|negotiating|in negotiation|<start> contact <end>|talking to|speaking to|been on site|was on site|were on site""",
    "appointment": """
        mtg|appointment|appt|apt|meeting|site visit|visit|demo|demonstration|presentation|call set up|call booked|call scheduled|call arranged|call planned|video call|conference call|zoom|zoom call|teams call|teams meeting|on site|onsite|on-site|face to face|consultation|walkthrough|survey|site survey|webinar|seeing them/him/her|see them/him/her|meet them/him/her|meeting them/him/her|meet|meeting with
        visiting|visiting them|going to see|lunch|coffee|appointment booked|scheduled|booked|date set|inspection|catch up""",
    "mark.quote": "quote|quotation|offer|proposal|estimate|bid|tender|pricing",
    "quoted": """
        quoted|sent .. quote/offer/proposal/quotation/estimate/bid|quote/offer/proposal/quotation/estimate/bid/pricing .. sent/out/submitted/delivered/made/given/issued/emailed/mailed/done/gone/presented|gave .. quote/price/offer/proposal|made .. offer/proposal|submitted .. quote/offer/proposal/bid|issued .. quote|proposal/offer/quote/quotation is with|with the client/customer .. quote|they have .. quote/offer/proposal|has .. quote/offer/proposal|have .. our quote/offer/proposal|reviewing .. quote/offer/proposal|considering .. quote/offer/proposal|priced .. at|priced at|offered|put in .. bid|quote/offer/proposal under review|emailed .. quote/proposal/offer""",
    "postponed": """
        postponed|postpone|pushed/put/moved/kicked/push back|pushed back|pushed out|pushed to|pushed .. to|put off|moved to|moved .. to|delayed|deferred|on hold|hold|hold off|on ice|on pause|parked|shelved|paused|pauses|pausing|later|not before|not until|not till|not now|earliest|need/needs/wants/want .. time|more time|need time|thinking about it|still thinking|think about it|wait until|waiting until|waiting till|wait till
        to wait|rescheduled|put on hold|snooze|not at the moment|not right now|not currently|delay""",
    "mark.again": """
        try again|try .. again|call .. again|call back|call .. back|calling back|ring back|ring .. back|get back|back to me|to call|to ring|to phone|follow up|to follow up|followup|following up|chase|chasing|check back|check in|check again|circle back|touch base|revisit|reconnect|remind|recontact|contact .. again|in touch again|speak/talk again|again|on holiday|on vacation|on leave|away until|away till|away|abroad|back in|back on
        starts|project starts|restart|to call me|call me <date>|out until|until""",
    "mark.open": "have the right|has the right|got the right|negotiating|in negotiation|still open|open|undecided|not decided|negotiable|tbd|to be decided|up in the air|pending",
    "mark.call": "call|calling|to call|phone|ring|speak",
    "question": "please send|please resend|please .. send|resend|send me .. again|send us .. again|please provide|please advise|please let me know|need .. number/details/address/documents|i need .. number/details/address/contact",
    "told.unmoved": "still open|still pending|still waiting|in progress still|no change|nothing new|no news|is fine|are fine|no changes|unchanged|havent got to|not got to|havent touched|not touched|to follow|more to follow|will update|nothing to report|nothing yet|no update|no updates|as before|as was|as you were|same as before|no movement|no further|not started|leave as is",
    "told.nothing": "no time to read/answer/reply/talk/look/write|lost my/the phone/keys/notes/charger/wallet/van/voice/temper/signal/connection|loved/liked/happy/ok/fine/good .. the price|price .. fine/ok/good/right|take a look|take a closer look|have a look|have a proper look|look into it|look at it|take a butchers|in a meeting|in meetings|all day|too early to say/tell/know|no time lost|no time to lose|pick/picks/picking/picked up|i take it you/this/that/they/its/hes/the/theres|lost my/his/her/their number/notes/phone/mail/card/details/address|meeting/appointment proposal|as discussed|as agreed|as said|price is fine|lost .. number|lost his/her/their number|order of",
    "won": """
        contract/order/po is in|        accepted .. quote|quote .. accepted|quote accepted|said yes to .. quote|        won|won it|win|we won|closed won|deal closed|closed the deal|closed|deal done|deal|done deal|sold|sold it|signed|they signed|signed off|contract signed|signed .. contract|order/po .. received/in/placed/came/confirmed/signed/got|got/received/have .. order/po/contract/deal|got the order|order|purchase order|po
        placed .. order|awarded to me/us|contract/order/job awarded to us/me|we got it|got it signed|in the bag|landed|landed it|said yes|customer said yes|went ahead|going ahead|go ahead from|closed it|sealed""",
    "mark.bought": "ordered|bought|bought it|purchased|awarded",
    "lost": """
                order/contract/project/deal/job went to|        lost|lost it|we lost|closed lost|lost deal|deal lost|not win/won|not .. win|decided against us|lost against|not get it|not get the order|not got it|not get .. order/deal/contract|cancelled|canceled|project/deal/order .. cancelled/canceled/dead/dropped/off/scrapped/killed/stopped|dead|dead deal|fell through|fallen through|off the table|rejected|turned down|turned .. down|said no|customer said no
        theyre out|dropped out|pulled out|walked away|not going ahead|not proceeding|not proceed|not happening|not happen|no deal|no sale|no order|declined|refused|call it lost""",
    "r.price": "price|on price|pricing|too expensive|too pricey|too costly|too dear|over budget|price too high|too high|cheaper|costs too much|cost|undercut|underbid|more expensive|beaten on price",
    "r.competitor": """
        went/gone/going/goes to/with .. competitor/competitors/competition/rival|        competitor|competition|competitors|went/gone/going with someone/somebody/another/other|went/gone/going with|went/gone/going to someone/somebody/another/other|someone else|somebody else|another supplier/vendor/provider/company/partner/firm|other supplier/vendor/provider/company|chose/picked/selected/bought another/other/someone/somebody|chose/picked .. instead|chose/picked/took another vendor/supplier/provider/firm/company/partner|went elsewhere|gone elsewhere|bought elsewhere|elsewhere
        rival|already bought|already has .. supplier|already ordered|different supplier/vendor/provider|awarded to|incumbent|bought/ordered .. from another/other|signed with someone/another""",
    "r.no_budget": "no/without/insufficient budget/money/funding/funds/cash|not enough budget/money/funding/funds/cash|lack of budget/money/funding/funds/cash|not .. budget/money/funding|no .. budget/money/funding|budget .. cut/gone/cancelled/frozen/pulled|not afford|funding .. fell/pulled/rejected/declined|budget freeze|out of money|broke|no money",
    "r.no_need": """
        no need|no longer need/needed/needs/required|not need|not needed|no requirement|no demand|no .. need|not required|not require|do it themselves|doing it themselves|in house|inhouse|in-house|need gone|not interested any more|not interested anymore|no longer interested|project .. not needed|no use for it""",
    "r.timing": "timing|bad timing|wrong time|too late|too slow|delivery time|lead time|not the right time|too early|took too long|too long",
    "bad_lead": "bad lead|junk|junk lead|rubbish|garbage|spam|fake|fake lead|bogus|nonsense|useless|worthless|time waster|timewaster|not a real lead|not a lead|prank|crap|poor lead|not genuine|trash",
    "r.wrong_data": """
        wrong/bad/invalid/incorrect/false/dead/fake number/phone/email/address/details/contact/data/person/info/name/company|wrong phone number|wrong email address|bogus/made/phoney details/data/number/name|number/phone/line/email .. is dead|number/phone/email/address/mail/details/data/line .. wrong/invalid/incorrect/bounces/bounced/bouncing/disconnected/dead/false/fake|bounces|bounced|disconnected|not in service|out of service|doesnt exist|does not exist|no such number/person/company|nobody .. by that name|no one .. by that name|never heard of|doesnt work there|no longer works/there|left the company|number not/unobtainable""",
    "r.duplicate": "duplicate|duplicated|dupe|double|already have .. lead|already have this/that/them|already got|had this .. already|got this .. already|already in our system|already working with|already our customer|already a customer|existing customer|known already|already known|already know them|same as|twice|same lead|already a client|existing client|current customer|our existing",
    "r.no_business": "private person|private individual|no real business|private|student|consumer|not a business|not a company|no business|homeowner|only wanted info|just wanted info|just wanted information|only looking|just looking|just browsing|job seeker|looking for a job|looking for work|applicant|wants to sell|selling something|trying to sell|sales pitch|salesman|thesis|school project|no potential|tyre kicker|tire kicker|hobbyist",
    # --- handing back, undoing ---
    "give_back": "give/giving/gave/hand/handing .. back|give back|giving back|hand back|hand it back|return|return it|return .. pool|returning|take it back|take back|take .. back|please take back|send it back|sending .. back|put it back|put .. back in|back to pool|back to the pool|give/hand/pass .. someone/somebody/anyone else|give/hand/pass .. another partner/reseller|pass it on|reassign|someone else should|hand over|drop this one|dropping this|drop it",
    "undo": "undo|wrong button|hit/pressed .. wrong button|wrong click|misclick|misclicked|clicked .. by mistake|by mistake|by accident|mistake|my mistake|accident|accidentally|oops|cancel that|cancel it|cancel|scratch that|take that back|i take that back|revert|reverse that|never mind|nevermind|error|ignore that|ignore my last|disregard|changed my mind|wrong one",
    "mark.correction": "correction|correct|correcting|sorry|should be|should have been|it was|was|was actually|actually|i meant|meant|make that|now|its now|new|revised|updated|changed to|typo",
    "mark.instead": "instead of|rather than|not|instead|from|previously|before",
    # --- vendor's and owner's people ---
    "release": "release it|release|released|send it out|send .. out|send out|go ahead|publish|offer it|out|good to go|ship it|push it out|let it go|let it out|go|offer to partners|send to partners|distribute|all good send",
    "discard": "discard|discarded|delete|delete it|trash|trash it|bin|bin it|drop|drop it|throw away|throw it away|ignore|ignore it|remove|remove it|forget it|not a lead|get rid",
    "extend": "lets extend|extend|give them .. more <date>|give them <date>|extend it|extension|extended|more time|give .. more time|need more time|more time until|i/we need until/till <date>|<start> need until/till <date>|i/we need .. until/till <date>|longer|prolong|another week|extend deadline|push the deadline",
    "withdraw": "withdraw|withdraw it|withdrawn|pull|pull it|pull the lead|take it away|take away|take it from|revoke|take .. off|remove from",
    "widen": "ask/offer/offer to/show more partners|ask more partners|offer to more partners|widen|wider|more partners|ask more|ask others|ask other partners|next partners|next round|next group|next batch|expand|broaden|ask the next|ask everyone|offer to more|offer to others|offer to all|other partners|additional partners|bigger radius|wider radius",
    "assign": "assign|assign to|assign it to|give it to|give to|hand to|hand it to|pass to|pass it to|let .. have it|let .. have|let .. do it|let .. do|goes to|for",
    "remind": "remind|reminder|nudge|chase|ping|prod|send a reminder|poke",
    "nudge": "remind the partner/reseller|remind them/him/her|remind|reminder|nudge|nudge them/him/her|chase|chase them/him/her|chase .. up|poke|prod|ping|send .. reminder",
    "recall": "offer it again|offer again|offer .. again|reoffer|recall|recall it|offer .. others|back on offer|put .. back on offer|offer it to the others",
    "take_over": "take over|take it over|take .. over|taking over|taking it over|take it myself|do it myself|do .. myself|handle .. myself|deal with .. myself",
    "requalify": "to qualification|back to qualification|requalify|re qualify|qualify again|qualify .. again|qualification|to the agency|to an agency|to agency|send it to the agency",
    "merge": "merge|merge them|merge both|merge it|merged|same customer|combine|combine them|put them together|it is the same|they are the same",
    "keep_both": "keep both|keep them both|keep them apart|two different customers/leads|different customer|not the same|separate leads",
    "qualify": "qualified|is qualified|hand it back|handed back|complete|completed|all complete|all there|done|finished|ready",
    "no_lead": "not a lead|no lead|no real lead|not a real lead|no real enquiry/inquiry|not an enquiry/inquiry|not a prospect",
    "approve": "approve|approved|approving|approval|accepted|accept|agree|agreed|confirmed|confirm|granted|ok with me|ok by me|fine with me|fine by me|go ahead|good to go|works for me|looks good|lgtm|thumbs up|green light",
    "reject": "reject|rejected|rejecting|decline|declined|deny|denied|refuse|refused|turn down|not approved|dont approve|do not approve|not ok|disapprove|cant approve|cannot approve",
    "ask_more": "i need more details/info/information|need more details/info/information|more info|more information|more details|more detail|further info|further information|further details|need more|need details|need info|tell me more|additional info|additional information|clarify|please clarify|elaborate|not enough info|not enough information|missing info|missing information",
    "redeem": "redeem|redeeming|cash in|exchange .. points|claim",
    "confirm": "confirm|confirmed|correct|thats right|thats correct|exactly|right|yes correct|true",
    # --- preferences ---
    "stop": "stop|unsubscribe|unsub|opt out|remove me|take me off|no more mails|no more emails|no more e-mails|no more messages|stop sending|stop emailing|stop mailing|stop it|dont email me|do not email|dont mail|off the list|off your list",
    "pause": "pause|pausing|pause until|pause mails|im on holiday|im on vacation|i am on holiday|i am on vacation|im away|i am away|were closed|we are closed|on holiday myself|im off|i am off|im out until|mute|hold my mails",
    "resume": "resume|<start> start <end>|start mails|unstop|im back|i am back|back again|were back|we are back|unpause|restart mails|start again|unmute|back from holiday|back from vacation|end pause|reactivate",
    "freq.at_once": "at once|immediately|instantly|instant|right away|straight away|as they come|real time|realtime|one by one|asap mails",
    "freq.hourly": "hourly|every hour|once an hour|once per hour",
    "freq.daily": "daily|every day|once a day|once per day|one mail a day|one email a day|a day|per day|each day|daily digest",
    "freq.weekly": "weekly|every week|once a week|once per week|one mail a week|one email a week|each week|weekly digest|per week",
    "mark.only": "only|just|nothing but|exclusively|solely",
    "temp.hot": "hot",
    "temp.warm": "warm",
    "temp.cold": "cold",
    # --- how it is said ---
    "mark.budget": "budget|budgeted|can spend|willing to spend|turnover|revenue|potential|discount|deposit|target price|worth up to|looking to spend",
    "mark.decision": "decision|decide|decides|deciding|decided by|decision by|close|expected|expect|expecting|expect close|expected close|closing|order expected|will decide|should close|to close|answer by|response by|valid until|award|they sign|sign in|signing",
    "mark.past": "was|were|had|went|happened|took place|done|behind us",
    "mark.cancelled": "meeting/appointment/visit/demo/call .. cancelled/canceled|meeting/appointment/visit/demo/call cancelled/canceled|cancelled|canceled|no show|noshow|didnt show|did not show|stood me up|stood us up|called off",
    "mark.wants": "",
    "mark.joke": "",
    "mark.sad": "gutted|sad|bad news|sad news|not good news|too bad|shame|a shame|pity|disappointed|disappointing|unlucky|there you go|nothing to be done|cant be helped|oh well",
    "mark.other": "another/other/different customer/client/lead|someone elses lead",
    "mark.wait": "sorry no|no sorry i|i mean|no i mean|no wait|wait no|hang on|no hang on|hold on|scratch that|correction no|other way round|the other way around|mixed up|got mixed up|rather",
    "frame.not": "hardly|barely|nowhere|nor|nobody|noone|no one|not|no|never|dont|doesnt|didnt|isnt|arent|wasnt|havent|hasnt|cant|cannot|wont|wouldnt|couldnt|nothing|none|neither|without|not yet|no yet|nt",
    "frame.now": "yet|still|currently|at the moment|right now|for now|so far|at present|just now",
    "frame.if": "say we/i|lets say|colleague/boss/manager/director/wife/husband says/said/thinks/reckons/told/believes|i heard|heard that|used to|not quite|not entirely|last year|last quarter|years ago|back then|in the past|assuming|suppose|supposing|without|id|wed|theyd|hed|shed|if|apparently|supposedly|presumably|seemingly|seems|reckon|assume|believe|suspect|rumour|expecting|once|unless|provided|would|could|might|may|maybe|perhaps|possibly|probably|hopefully|hope|hoping|should|likely|unlikely|looks like|looks good for|almost|nearly|close to|as soon as|in case|whether|think so|not sure|unsure|i think|i guess|fingers crossed|about to|depends|depending|when they|when he|when she",
    "frame.plan": "to be|going out|goes out|waiting to|waiting for|awaiting|will|ill|well|going to|gonna|about to|plan|planning|plan to|working on|preparing|prepare|to follow|follows|coming|to be sent|need to|have to|must|want to|trying|try|writing|drafting|next step|in preparation|soon|sending|calling|theyll|hell|shell|to do|todo|let me",
    "small.yes": "yes|yep|yeah|yup|ya|yea|ok|okay|sure|fine|alright|all right|definitely|absolutely|of course|certainly|deal me in|please do|y|aye",
    "small.praise": "great|perfect|good|sounds good|cool|excellent|super|lovely|nice|awesome",
    "small.no": "no|nope|nah|no thanks|no thank you|not now|n|unfortunately not|sadly not|afraid not|negative|nay",
    "small.thanks": "thanks/thank for the/this/your offer/lead/reminder/info/mail/message/opportunity|thank you for the/this/your offer/lead/reminder/info/mail/message/opportunity|thanks|thank you|thx|ty|cheers|many thanks|thanks a lot|much appreciated|appreciated|appreciate it|thanks for this/that|thank you for this/that|thanks for .. info/information/update/lead/mail/message|thank you for .. info/information/update/lead/mail/message|thanks for letting me know|noted|got it|understood|received|received with thanks|ta|ta for|cheers for the|cheers for|kudos|well noted|fyi",
    "small.talk": "hello|hi|hey|dear|good morning|good afternoon|good evening|kind regards|best regards|regards|best|best wishes|sincerely|yours|have a nice weekend|have a great weekend|have a good weekend|have a nice day|have a great day|have a good day|nice weekend|nice day|good day|bye|see you|talk soon|take care|enjoy the weekend|happy easter|merry christmas|happy new year|no problem|no worries|youre welcome|you too|welcome|team|all the best|enjoy your weekend|have a good one",
}

FILLERS = """
    the a an i you he she it we they me him her us them my your his its our their this that these those and or but so as of on at by with from to in into for about is am are was were be been being has have had
    do does did done will would can could shall should just now then here there very too also still already yet again today yesterday one ones lead leads customer client clients prospect company guy person people
    mr mrs ms mate mates buddy guys please really quite rather more most less few some any all both each every other others another same such up down out off over under back again well good bad new old big small first last next
    time times day days week weeks month months year years only even ever never much many lot lots bit got get gets getting go goes going went come comes came coming make makes made making see seen saw say says said
    know knows knew think thinks thought want wants wanted need needs needed let lets look looks looking looked work works working worked call calls called calling tell tells told ask asks asked give gives gave given
    put puts keep keeps kept seem seems seemed who what when where why how which if because since until till while than though although however meanwhile anyway sorry unfortunately sadly currently finally eventually
    yes no not ok okay net gross total around approx approximately roughly circa value amount sum plus vat incl including excl per later latter older after before brought through quiet least worth order deal via im ive id
    ill youre hes shes its were theyre thats whats theres isnt wasnt weve theyve whole half day morning afternoon evening midday noon project job site office boss manager husband wife owner colleague
    assistant secretary above below attachment attached see nice great happy keen friendly positive excited enough sure fine thing things something anything everything nothing somebody someone anybody anyone everybody everyone sounds number
"""
"""Common words: they say nothing here, and are never taken for a misspelt reply word."""

EMPTY = """
    mo min us whos whats thats theres heres itd itll hed shed theyd wed theyll shell ours theirs yours himself herself themselves ourselves myself itself whole entire total volume full fully complete completely
    simply actually honestly truly literally basically certainly surely obviously apparently absolutely totally definitely indeed ever never-mind always often soon later now-ish currently recently lately
    morning afternoon evening night tonight day days week weeks month months year years hour hours minute minutes last next early late since ago once twice
    two three four five six seven eight nine ten dozen couple few several some many much more most lot lots loads bit little
    let lets make makes made making come comes came coming go goes went gone going get gets got getting take takes took put puts say says said saying tell tells told see sees saw seen know knows knew think
    think feels feel look looks looked like likes want keep keeps kept give gives gave given bring brings brought leave leaves left turn turns turned happen happened happens
    therefore hence thus anyway however-so besides moreover furthermore regarding concerning re per via according
    nice good great lovely friendly polite pleasant decent proper real new old big small large
    mate lad lads guy guys bloke chap fella gent gentleman lady woman man folks team office site works plant factory shop firm business place buyer owner boss manager director md ceo cfo procurement purchasing
    accountant engineer engineers reception receptionist secretary assistant partner department dept ltd llc inc plc gmbh machine machines unit units system systems kit gear equipment package software hardware
    licence licences license licenses robot robots value valued worth all-in nett gross exc excl incl job line number one two
    the a an i you it we me him her us them my your its our their this that these those and so as of on at by with from to in into for about is am are was were be been has have had do does did now then here
    there very too also already again today yesterday one ones lead leads customer client clients prospect company mr mrs ms please really quite finally unfortunately sadly im ive hes shes theyre were its they
    he she sorry just all both out up down deal order project guy people moment right well ill thats way else gladly kindly any anymore more but because due against number email address contact can available after
    pls plz til till lets yay hurray woohoo behind worth exist other got doing wants another pure no not rn atm tbh quite simply rather splendid splendidly afternoon evening morning honest honestly truly whilst dear team folks hi hello hey cheers kids flu brewery bakery dairy factory dentist typos m6 signal roof stuff summer delivery invoice battery spare slow anyway appreciate kindly regret clean early upfront furniture county school hospital college university hotel clinic farm garage winery foundry printer printers mill depot warehouse joiner joiners sawmill supermarket distributor processor manufacturer packer caterer butcher pharmacy laboratory lab council borough bc bcs becos
"""
"""Words that leave a wish as clear as it is; any other word beside one, in no phrase, makes it doubtful."""

QUESTION_STARTS = """
    can somebody|can someone|can anyone|could somebody|could someone|is it|is he|is she|are they|was it|has he|has she|have they|did he|did she|who|what|whats|where|wheres|why|how|hows|which|whose|can i|can we|can you|could i|could we|could you|do you|do we|do they|does it|does he|does this|is there|are there|are you|will you|would you|have you|should i|should we|may i|when is|when do|when does|when will|when can|any chance|any idea|any news|did you|did they
"""
NOT_QUESTIONS = "can you|could you|would you|will you|how about that|what a|who knows|as discussed|which is|which means|which was|what they"
REQUESTS = "can you|could you|would you|will you|can i|could i|can we|could we|can someone|can somebody|could someone|could somebody|please can|may i|would it be possible|is it possible|any chance"
"""Beginnings of a question that is a wish: *can somebody else have this?*"""

OTHER_ACTORS = "customer client others he she they somebody someone supplier suppliers colleague colleagues boss manager director competitor competitors rival"
"""Who takes or declines in the writer's stead: *my colleague picked it* is asked back."""

NEVER_OR_NOT_YET = "never havent hasnt hadnt"
"""Negations that leave the outcome open: *never won one* and *have not won it* are no loss of this lead."""

THIRD_PERSONS = "customer client he she they hes shes theyre prospect project company boss mr mrs ms"
"""Who is spoken of when it is not the writer: *customer pauses* does not pause our mails."""

NAMED_BY = "mr mrs ms miss dr prof sir madam"
"""Words that a name follows; the name says nothing, even if it is *Stop* or *May*."""

ALL_ITEMS = "any of them|any of these|all of those|all|all 3|all of them|all three|all leads|everything|each|every lead|all of these"
TWO_ITEMS = "both|both of them"
OTHER_ITEMS = "other two|remaining two|the remaining two|rest|the rest|others|the others|other ones|the other ones|remaining|the remaining|the other two|the other|all others|remaining ones"

NO_ITEMS = "none of them|none of these|none of those|none of the three|neither of them|none|no one on any|nobody on any"

ORDINALS = "first|second|third last"
FIRST_TWO = "first two|the first two|first 2|the first 2"
LAST_TWO = "last two|the last two|last 2|the last 2"
MIDDLE_ITEM = "the middle one|middle one|middle ones|the one in the middle"
COUNTED_NOUNS = """
    meeting call calls visit time times contact talk quote offer step floor week month quarter half day thing things attempt try impression email mail
    choice class place name draft chat year option visitor batch round rate aid hand impression lot team
"""

SETS: dict[str, str] = {
    "weak": "met replied responded introduction coffee lunch later order po deal dead gone return busy closed win error mistake cancel spam mist junk rubbish fake nonsense private visit meet booked scheduled visiting",
    "adversative": "but however though although",
    "called off": "happen happening cancelled canceled off dropped declined refused rejected",
    "afterwards": "afterwards afterward thereafter",
    "towards": "to against from with for by",
    "won or lost": "won lost win wins lose loses",
    "won": "won",
    "already": "already",
    "details": "number phone email address typo name street signature remark note postcode",
    "from": "from",
    "ours": "us me our ours today yesterday about",
    "you": "you your",
    "you alone": "you yours vendor",
    "is": "is are",
    "sent": "sent gave submitted made issued",
    "faint reasons": "price pricing cost competitor competitors competition rival someone somebody else timing region distance product capacity private student consumer double twice am on to for the",
    "news": "info information know update reminder mail email message noted",
    "enough": "enough plenty mails mail emails",
    "reached": "reached reach spoken spoke speak talked through hold touch answered replied responded get got back",
    "myself": "i im ive we were weve us me my our mails emails leads send mail pause",
    "ditto": "ditto same likewise too again",
    "against": "against beat beating despite",
    "risky": "wrong dreamt dreamed dream rumour rumor joke other",
    "our things": "quote offer proposal customer client contact lead price order project deal enquiry inquiry click email mail side",
    "with": "with at to",
    "own": "own",
    "mine": "my",
    "negations": "hardly barely nowhere nor nobody noone not no never dont doesnt didnt isnt arent wasnt havent hasnt cant cannot wont wouldnt couldnt nothing none neither without nt",
}
"""Words that doubts turn on, by what they do; what each is for stands in `words_de`."""
