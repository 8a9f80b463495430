"""Words of private things in English: what is never kept unasked."""

_CODES = (
    r"\b(?:passwords?|passcodes?|pass ?phrases?|pins?(?: codes?| numbers?)?|ssn|social security"
    r"|cvv2?|cvc|(?:\w+ )?codes?(?= (?:is|was|to|for|of)\b)|alarm|lock(?:er)? combination"
    r"|combination (?:is|to|of)"
    r"|(?:door|gate|alarm|entry|entrance|access|safe|unlock|garage|security|recovery|backup|secret"
    r"|login|sign-in|verification|lock|phone|intercom) (?:code|key|answer|question|phrase|word)s?"
    r"|maiden name|seed phrase|private key|api key|access token|2fa|otp|passports?|log-?in"
    r"|driv(?:er'?s|ing) licen[cs]e|licen[cs]e number|national insurance|tax (?:id|number)"
    r"|id (?:card|number)|(?:key|spare key) is (?:under|in|behind))\b"
)
_SUMS = (
    r"\b(?:salar(?:y|ies)|wages?|income|earn(?:s|ed|ing|ings)?|take-?home|pay ?che(?:ck|que)s?"
    r"|paid|pay(?:ing)? off|debts?|loans?|mortgages?|credit|overdraft|owe[sd]?|owing|alimony"
    r"|child support|bank accounts?|account numbers?|sort code|routing number|(?:debit|bank|visa) ?"
    r"cards?|cards?|iban|swift code|savings|pension|bonus(?:es)?|invest(?:ments?|ing|ed)?|stocks"
    r"|tax(?:es)?|bankrupt\w*|net worth|inheritance|inherited|gambl\w+|rent(?= is)|my rent"
    r"|unemployment|welfare|food stamps)\b"
)
ILLNESS = (
    r"(?:allerg\w*|diabet\w*|prediabet\w*|(?:clinical |chronic |major |severe )?depression"
    r"|bipolar(?: disorder)?|ocd|adhd|autis\w+|asperger\w*|ptsd|cptsd|bpd|schizo\w+|psycho(?:sis"
    r"|tic"
    r")|panic(?: attacks?| disorder)?|anxiety(?: disorder)?|phobia|anorexi\w+|bulimi\w+"
    r"|eating disorder|insomnia|narcolepsy|epilep\w*|seizures?|migraines?|dementia|alzheimer\w*"
    r"|parkinson\w*|multiple sclerosis|cancers?|tumou?rs?|leuk(?:a)?emia|lymphoma|melanoma"
    r"|asthma\w*"
    r"|copd|tuberculosis|hiv|aids|hepatitis|herpes|chlamydia|gonorrh\w+|syphilis|hpv|stds?|stis?"
    r"|hypertension|(?:high |low )?blood pressure|heart (?:disease|attack|failure|condition)|stroke"
    r"|arrhythmia|angina|anemi[ac]|anaemi[ac]|arthritis|lupus|psoriasis|eczema|crohn\w*|colitis|ibs"
    r"|c(?:o)?eliac|endometriosis|pcos|fibromyalgia|gout|thyroid|kidney (?:disease|stones)"
    r"|osteoporosis|sciatica|infertil\w+|erectile dysfunction|incontinence|miscarriage|stoma"
    r"|addict\w*|alcoholi\w+|sobriety|disabilit\w+|disabled|obesity|obese|hemorrhoids)"
)
DRUG = (
    r"(?:\w{2,}(?:april|opril|inopril|sartan|statin|olol|azepam|azolam|oxetine|traline|lopram"
    r"|tiapine|zapine|peridone|piprazole|prazole|cillin|mycin|cycline|floxacin|gliptin|gliflozin"
    r"|glutide|formin|thyroxine|lukast|triptan|ovir|avir|conazole|dronate|parin|xaban|tinib|denafil"
    r"|dalafil|steride|trigine|bamazepine|pentin|gabalin|peridol|nisone|nisolone|profen|codone"
    r"|morphine|amfetamine|amphetamine|phenidate|trexate|trexone|faxine|zodone)"
    r"|lithium|insulin|warfarin|aspirin|paracetamol|acetaminophen|codeine|methadone|suboxone"
    r"|valproate|estrogen|o?estradiol|testosterone|progesterone|hormones|steroids|prozac|zoloft"
    r"|xanax|ritalin|adderall|vyvanse|concerta|ozempic|wegovy|mounjaro|viagra|cialis|valium|ambien"
    r"|lexapro|celexa|wellbutrin|paxil|effexor|cymbalta|seroquel|abilify|klonopin|ativan|humira"
    r"|lipitor|tylenol|truvada|accutane|lamictal|depakote|antidepressants?|antipsychotics?"
    r"|antibiotics?|sedatives?|painkillers?|opioids?|beta.?blockers?|ssris?|sleeping pills?"
    r"|the pill|birth control|contracepti\w+|inhaler|medication|medicines?|meds|pills"
    r"|methamphetamine|cocaine|heroin|cannabis|marijuana|weed)"
)
_CARE = (
    r"(?:diagnos\w*|pregnan\w*|abortions?|depress(?:ed|ive)|blood type|blood group|medical|illness"
    r"|sick with|disease|disorder|syndrome|symptoms?|chronic|chemo\w*|radiotherapy|dialysis"
    r"|biops\w+"
    r"|surger(?:y|ies)|transplant|therapy|therapists?|psychiatr\w+|psychologists?|psychotherap\w+"
    r"|counsell?ors?|oncolog\w+|clinics?|hospitals?|hospice|rehab\w*|detox|sanatorium|asylum"
    r"|nursing home|care home|halfway house|(?:aa|na) meetings?|ivf|suicid\w+|self-harm\w*"
    r"|menopause|menstruat\w+|vasectomy|transgender|wheelchair|prosthe\w+|catheter|std test)"
)
PRIVATE = (
    ("secret", _CODES),
    ("money", _SUMS),
    ("health", rf"\b(?:{_CARE}|{ILLNESS}|{DRUG})\b"),
)
_EMPLOYER = (
    r"(?:clinic|hospital|hospice|nursing home|care home|rehab cent(?:er|re)|therapist"
    r"|psychiatrist|psychologist|psychotherapist|physiotherapist|counsell?or|tax office"
    r"|pension fund|passport office|oncologist|medical student|investment bank|credit union)"
)
HARMLESS = (
    r"\bwork (?:at|for|as|in) (?:(?:an?|the|city|local|private|dental|animal|vet|veterinary"
    rf"|children's|state|public|school) ){{0,3}}{_EMPLOYER}\b"
    r"|\b(?:playing|birthday|greeting|christmas|post|memory|sim|graphics|library"
    r"|business) ?cards?\b"
    r"|\bcard games?\b|\bpins? badges?\b|\b(?:fire |smoke )alarms?\b|\balarm clocks?\b"
    r"|\blithium(?:-ion)? batter\w+|\bstroke of\b"
)
"""Where such a word says nothing private: taken out before a sentence is looked at."""
FIGURES = (
    r"\b(?:dollars?|euros?|usd|eur|gbp|chf|pounds?|quid|bucks|cents|bitcoins?|btc|crypto)\b"
    r"|\d ?(?:k|thousand|grand|million|mln|m)\b|\bthousands?\b|\bmillions?\b"
    r"|\d (?:a|an|per|each|every) (?:hour|day|week|month|year|annum)\b"
)
DATES = (
    r"\b(?:in|since|from|until|till|by|of|back in|summer|autumn|fall|winter|spring|january|february"
    r"|march|april|may|june|july|august|september|october|november|december|jan|feb|mar|apr|jun|jul"
    r"|aug|sept?|oct|nov|dec)\.?,? (?:\d{1,2}(?:st|nd|rd|th)?,? )?(?:19|20)\d\d\b(?! ?[#*])"
    r"|\b\d{3,5} (?:[A-Z]\w+ ){1,3}(?:street|st|avenue|ave|road|rd|lane|ln|drive|dr|boulevard|blvd"
    r"|way|court|square|place)\b|\b(?:street|road|avenue|zip|apartment|apt) \d{1,5}\b"
)
"""Figures of years and addresses."""
OWN = r"\b(?:my|our|mine|myself)\b"
FAVOURITE = r"\bmy favou?rite\b"
