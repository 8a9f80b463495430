"""English intents about memory and past conversations."""

from __future__ import annotations

from assistant_desktop.core.offline_brain.phrasebook import Pattern

FORGETTING: tuple[Pattern, ...] = (
    Pattern(
        "forget",
        r"(?:forget|unlearn|erase|delete|remove|wipe)(?: everything| anything| all| what(?:ever)?)"
        r"? (?:that )?(?:i|you) (?:said|told|know|remember|mentioned|saved|have)(?: you)?(?: to "
        r"remember)?(?: (?:about|on|regarding|of))? (?P<query>.+)$",
        raw=True,
    ),
    Pattern(
        "forget",
        r"(?:delete|erase|remove|wipe|drop|clear)(?: the| my| that| all| any| your)* (?:memory"
        r"|memories|note|notes|fact|facts|info|information|record of what i said)(?: (?:about|of"
        r"|on|that|regarding|with|saying|where))? (?P<query>.+)$",
        raw=True,
    ),
    Pattern(
        "forget",
        r"(?:delete|erase|remove|wipe|drop|clear) (?P<query>.+?) (?:from|in|out of) (?:your |the "
        r"|my )?"
        r"(?:memory|memories|notes?|mind)$",
        raw=True,
    ),
    Pattern(
        "forget",
        r"(?:forget|unlearn)(?: everything| all| anything)?(?: (?:about|that|regarding|the fact "
        r"that|of|what you know about))? (?P<query>(?!it$|that$|about it$|this$|me$|to |it[.!]"
        r"|(?:about )?(?:the|that|my) (?:one|{rem})\b).+)"
        r"$",
        raw=True,
    ),
)
KEEPING: tuple[Pattern, ...] = (
    Pattern(
        "remember",
        r"(?:(?:yes|ok|okay|sure)[,.!]* )?(?:please )?(?:remember|keep|save|note)"
        r" (?P<it>this|that|it)$",
        raw=True,
    ),
    Pattern(
        "remember",
        r"(?:{save})(?: this| down| the following| for (?:me|later|the future)| a note| of| in "
        r"your memory)*(?: ?[:,-]| (?:that|the fact that|this|about))+ ?(?P<text>.+)$",
        raw=True,
        long=True,
    ),
    Pattern(
        "remember",
        r"(?:for future reference|for the record|keep (?:this|that) in mind(?=:)|note to self|fyi"
        r"|for your information|mind you)[,:]? "
        r"(?P<text>.+)$",
        raw=True,
        long=True,
    ),
    Pattern(
        "remember",
        r"(?:add|save|put|commit)(?: this| it)? (?:to|in|into) (?:your |my )?(?:memory|notes?)(?: "
        r"that|:|,)? ?(?P<text>.+)$",
        raw=True,
        long=True,
    ),
    Pattern(
        "remember",
        r"(?:remember|memori[sz]e|note|keep in mind|save|store|write down|jot down|bear in mind"
        r"|make a note of|take note of) (?P<text>(?:my|our|the|i|i'm|we|he|she|his|her|their"
        r"|\w+'s) .+)$",
        raw=True,
        long=True,
    ),
    Pattern(
        "remember",
        r"remember (?P<text>(?!to\b|when\b|how\b|the time\b|that time\b|what\b|who\b)"
        r"[\w' -]+? "
        r"(?:is|are|has|have|lives?|likes?|loves?|hates?|works?|takes?|needs?|prefers?|eats?)\b"
        r" .+)$",
        raw=True,
        untimed=True,
    ),
    Pattern(
        "remember",
        r"(?P<text>(?!{remind}|don't|set|i (?:can|don))\S+ .+?)[,;.] (?:please )?(?:remember"
        r"|note|save|memori[sz]e|keep|don't forget)(?: it| that| this)(?: in mind)?(?: for me)?$",
        raw=True,  # the fact first, the request after it
    ),
    Pattern(
        "search_history",
        r"(?:what|when|where) (?:did|have|had) (?:i|we|you) (?:last |ever |first )?(?:say|said"
        r"|tell|told|talk|talked|mention|mentioned|write|written|wrote|ask|asked|discuss"
        r"|discussed|chat|chatted|speak|spoke|spoken)(?: to)?(?: you| me| us)?(?: (?:yesterday"
        r"|today|earlier|recently|before|last (?:week|month|year|time)|this week|the other day|on "
        r"\w+day))?(?: (?:about|of|on|regarding|concerning|to|with))? (?P<query>.+)$",
        raw=True,
    ),
    Pattern(
        "search_history",
        r"(?:what|when|where) (?:was|were) (?:it )?(?:i|we|you) (?:saying|talking|discussing"
        r"|asking|chatting|telling)(?: you| me)?(?: (?:about|of|on))? (?P<query>.+)$",
        raw=True,
    ),
    Pattern(
        "search_history",
        r"(?:did|have|had) (?:i|we|you) (?:ever |already )?(?:say|said|tell|told|mention"
        r"|mentioned|talk|talked|ask|asked|write|written|discuss|discussed|chat|chatted|speak"
        r"|spoken)(?: you| me)?(?: (?:anything|something))?(?: (?:about|of|on|to))? (?P<query>.+)"
        r"$",
        raw=True,
    ),
    Pattern(
        "search_history",
        r"(?:search|find|look|check|go|dig|scan|browse|look up)(?: (?:for|through|in|into|up|back)"
        r")*(?: (?:the|our|my|past|previous|old|earlier|all|entire|whole))* (?:chat history"
        r"|conversation history|message history|chat logs?|history|chats?|conversations?"
        r"|messages?|logs?)(?: (?:for|about|where|with|on|mentioning|that mention|of|and find))"
        r"*(?: (?:i|we|you) (?:mentioned|talked about|discussed|said|spoke about))? (?P<query>.+)"
        r"$",
        raw=True,
    ),
    Pattern(
        "search_history",
        r"(?:search|find|look(?: up| for)?|show(?: me)?|pull up)(?: for)? (?P<query>.+?) (?:in"
        r"|from|through|within|across)(?: (?:the|our|my|past|previous|old|earlier|all|your))* "
        r"(?:history|chats?|conversations?|messages?|chat history|conversation history|logs?)$",
        raw=True,
    ),
    Pattern(
        "search_history",
        r"(?:find|show me|look up|search(?: for)?|check|(?:scroll|go|jump) back to) (?:where|when"
        r"|what) (?:i|we|you) (?:talked"
        r"|discussed|mentioned|said|wrote|spoke|chatted|asked)(?: (?:about|of|on))? (?P<query>.+)"
        r"$",
        raw=True,
    ),
    Pattern(
        "search_history",
        r"(?:find|show me|pull up)(?: the| our| my| that)* (?:conversations?|messages?|chats?"
        r"|discussions?|talks?)(?: we had| i had)?(?: (?:about|where|on|mentioning|regarding|with"
        r"|in which|in which we|when))*(?: (?:i|we|you) (?:mentioned|talked about|discussed|said"
        r"|spoke about|chatted about))? (?P<query>.+)$",
        raw=True,
    ),
)
RECALL: tuple[Pattern, ...] = (
    Pattern(
        "recall",
        r"(?P<query>where do (?:i|we) (?:live|work|study|keep \w.+|park)|how old am i|who am i"
        r"|when was i born|when(?:'s| is) my birthday|where am i from"
        r"|what do i (?:like|love|hate|prefer|drive|study|drink|eat)(?: most)?"
        r"|what do i do for a living|what languages do i speak)$",
        raw=True,
    ),
    Pattern(
        "recall",
        (
            r"(?:where|what|when|which \w+) does (?P<query>(?!the |it |this |that )\w+(?: \w+)"
            r"? (?:live|work|like|love|hate|prefer|eat|drink|study|drive|wear|want)\b.*)$"
        ),
        raw=True,
    ),
    Pattern(
        "recall",
        r"(?:what|which|who|how|where|when|anything|everything|tell me|show me|list)(?: (?:do"
        r"|else|all|everything|me|things|what|have))* (?:you|u) (?:do |have )?(?:know|remember"
        r"|recall|have|got|memori[sz]ed|stored|saved)(?: (?:about|of|on|regarding|saved about"
        r"|stored about))? (?P<query>.+)$",
        raw=True,
    ),
    Pattern(
        "recall",
        r"(?:do|can) you (?:still )?(?:remember|recall|know)(?: anything| something| what i "
        r"(?:said|told you))?(?: (?:about|of|if|whether|that))? (?P<query>.+)$",
        raw=True,
    ),
    Pattern(
        "recall",
        r"(?:recall|remind me (?:again )?(?=what|who|where|which|how)|what have i told you|what "
        r"did i tell you to remember)(?: (?:about|of))? ?(?P<query>.+)$",
        raw=True,
    ),
    Pattern(
        "recall",
        r"(?:what(?:'s| is| was| are|s)|who(?:'s| is| are)|where(?:'s| is| are| did i (?:put"
        r"|leave|park)| do i keep)|which|when(?:'s| is| was)|tell me) (?P<query>(?:my|our) "
        r"(?!(?:{weather}|{calendar}|{measure}|next {rem}|{rem}|next {event}|{event}|day|morning"
        r"|schedule|(?:average|last|latest|current|resting|highest|lowest) )\b).+)$",
        raw=True,
    ),
    Pattern(
        "recall",
        (
            r"(?:what|when|where|who|which)(?:'s| is| was| are) (?P<query>(?!today's"
            r"|tomorrow's"
            r"|tonight's|yesterday's)(?:the )?\w+'s? (?:birthday|name|address|number|phone"
            r"|email|anniversary"
            r"|password|code|size|wife|husband|allerg\w+|favou?rite|job|car|\w+ (?:number"
            r"|address"
            r"|name|code|password|size|birthday)).*)$"
        ),
        raw=True,
    ),
    Pattern(
        "recall",
        r"where(?:'s| is| are) (?P<query>the (?!{event}\b|weather\b|nearest\b|closest\b|next\b)"
        r"[\w'-]+(?: [\w'-]+){{0,3}})$",
        raw=True,
    ),
    Pattern(
        "recall",
        r"what(?:'s| is| was|s) the (?P<query>(?:[\w'-]+ ){{0,3}}(?:code|password|passcode|pin"
        r"|combination|login|username|(?:phone|account|card|flat|room|door|locker) number)\b.*)$",
        raw=True,
    ),
    Pattern(
        "recall",
        r"(?:(?:where|when|which \w+|what) do i|how do i(?= (?:like|take|prefer|want|spell)\b))"
        r" (?P<query>(?!need|have to|do|go|get to)"
        r"(?:usually |normally |like to )?\w+ my .+)$",
        raw=True,
    ),
    Pattern(
        "recall",
        r"who (?P<query>(?:\w+(?:s|ed) (?:me|us) |(?:is|are|'s) allergic to ).+)$",
        raw=True,
    ),
    Pattern(
        "recall",
        r"(?:tell me|what(?: do you know)?|anything)(?: more)? about (?P<query>(?:my|our) .+)$",
        raw=True,
    ),
    Pattern(
        "recall",
        r"(?:(?:where|when) (?:did|do|have|had)|how (?:did|have|had)) "
        r"(?P<query>i (?:put|leave|park|store|hide|keep"
        r"|buy|get|last|meet|start|move|save|place)\b.*)$",
        raw=True,
    ),
    Pattern(
        "recall",
        r"(?:what|which) (?P<query>(?:\w+ ){{0,4}}(?:do|did|am|have) i (?:like|love|prefer|hate|say"
        r"|told you|allergic|use|want|need|drive|usually)\b.*)$",
        raw=True,
    ),
)
