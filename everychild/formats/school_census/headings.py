"""The columns of the COLLECT extract's tables, by term of 2026, in their order; and the union of what the three terms and the years about them may carry."""

from everychild.formats.words import words

PUPILONROLL = words("""
    pupilonrolltableid NativeId pupilonrollorderseqcolumn sourceid schoolcensustableid upn formerupn surname forename middlenames preferredsurname
    uniquelearnernumber formersurname dob hoursatsetting schoollunchtaken parttime entrydate topupfunding termlysessionspossible qualhrs nonqualhrs
    ftemp moveoffrollflag fundedhours missingaddress duplicatenotfunded summerhalfterm2sessionspossible sex yssa language classtype enrolstatus
    boarder plaa senprovision ncyearactual mathsgcsehighestpriorattainment mathsgcsepriorattainmentyear11 englishgcsehighestpriorattainment
    englishgcsepriorattainmentyear11 mathsgcsefundingexemption englishgcsefundingexemption dafindicator extendedhours resourcedprovisionindicator
    senunitindicator eligibilitycode servicechild englishgcsehighestpriorattainmentpreviousyear mathsgcsehighestpriorattainmentpreviousyear
    nonqualhrspreviousyear qualhrspreviousyear tlevelnonqualhrs tlevelqualhrs eyppr eyppbf
    """)
"""Autumn 2026 columns of pupilonroll."""

PUPILNOLONGERONROLL = words("""
    pupilnolongeronrolltableid NativeId pupilnolongeronrollorderseqcolumn sourceid schoolcensustableid upn formerupn surname forename middlenames
    uniquelearnernumber formersurname dob entrydate leavingdate parttime termlysessionspossible moveonrollflag missingaddress
    summerhalfterm2sessionspossible qualhrs nonqualhrs sex boarder language ncyearleaving mathsgcsehighestpriorattainment
    mathsgcsepriorattainmentyear11 englishgcsehighestpriorattainment englishgcsepriorattainmentyear11 mathsgcsefundingexemption
    englishgcsefundingexemption englishgcsehighestpriorattainmentpreviousyear mathsgcsehighestpriorattainmentpreviousyear nonqualhrspreviousyear
    qualhrspreviousyear tlevelnonqualhrs tlevelqualhrs
    """)
"""Autumn 2026 columns of pupilnolongeronroll."""

ADDRESSESONROLL = words("""
    addressesonrolltableid NativeId addressesonrollorderseqcolumn sourceid pupilonrolltableid postcode saon paon street locality town
    administrativearea posttown addressline1 addressline2 addressline3 addressline4 addressline5 uniquepropertyreferencenumber
    """)
"""Autumn 2026 columns of addressesonroll."""

ADDRESSESOFFROLL = words("""
    addressesoffrolltableid NativeId addressesoffrollorderseqcolumn sourceid pupilnolongeronrolltableid postcode uniquepropertyreferencenumber
    """)
"""Autumn 2026 columns of addressesoffroll."""

SCHOOL = words("""
    schooltableid NativeId schoolorderseqcolumn sourceid schoolcensustableid schoolname email phoneno intake phase type highestncyeargroup governance
    lowestncyeargroup
    """)
"""Autumn 2026 columns of school."""

SCHOOLCENSUS = words("""
    schoolcensustableid NativeId schoolcensusorderseqcolumn sourceid name collection term year referencedate serialno sourcelevel estab softwarecode
    datetime release xversion lea urn
    """)
"""Autumn 2026 columns of schoolcensus."""

FSMPERIODSONROLL = words("""
    fsmperiodsonrolltableid NativeId fsmperiodsonrollorderseqcolumn sourceid pupilonrolltableid fsmstartdate fsmenddate ukcountry
    """)
"""Autumn 2026 columns of fsmperiodsonroll."""

ADDRESSES = words("""
    addressestableid NativeId addressesorderseqcolumn sourceid pupilonrolltableid postcode saon paon street locality town administrativearea posttown
    addressline1 addressline2 addressline3 addressline4 addressline5 uniquepropertyreferencenumber
    """)
"""Spring 2026 columns of addresses."""

FSMPERIOD = words("""
    fsmperiodtableid NativeId fsmperiodorderseqcolumn sourceid pupilonrolltableid fsmstartdate fsmenddate ukcountry
    """)
"""Spring 2026 columns of fsmperiod."""

SENNEEDS = words("""
    senneedstableid NativeId senneedsorderseqcolumn sourceid pupilonrolltableid sentyperank sentype
    """)
"""Spring 2026 columns of senneeds."""

TABLES = {
    "pupilonroll": PUPILONROLL,
    "pupilnolongeronroll": PUPILNOLONGERONROLL,
    "addressesonroll": ADDRESSESONROLL,
    "addressesoffroll": ADDRESSESOFFROLL,
    "addresses": ADDRESSES,
    "fsmperiodsonroll": FSMPERIODSONROLL,
    "fsmperiod": FSMPERIOD,
    "senneeds": SENNEEDS,
    "school": SCHOOL,
    "schoolcensus": SCHOOLCENSUS,
}
"""table -> columns of the tables that are read."""

ALSO = {
    "pupilonroll": words("""
        unitcontacttime ethnicity youngcarer expandedhours gender preferredforename kinshipcare
        """),
    "pupilnolongeronroll": words("""
        ethnicity gender preferredsurname ncyearactual enrolstatus
        """),
    "school": words("""
        maxdaypupils maxboarders minmaleage maxmaleage minfemaleage maxfemaleage secondarylodged secondarywithdrawn secondaryheard secondaryupheld
        secondaryrejected infantslodged infantswithdrawn infantsheard infantsupheld infantsrejected parttimenotin privatestudy pupilsatotherschool
        workexperience fecollege freemealstaken childmothers teenmotherplaces childcareplaces accommodation lea estab urn
        """),
    "addressesoffroll": words("""
        saon paon street locality town administrativearea posttown addressline1 addressline2 addressline3 addressline4 addressline5
        """),
}
"""Columns that another term or an earlier year carries: known, not required."""

NOT_READ_YET = words("""
    approvisiondetailoffroll approvisiondetailonroll childcare classes fundingbasisitems learnerfamoffroll learnerfamonroll learnersupportoffroll
    learnersupportonroll learningaimsoffroll learningaimsonroll programmeaimsoffroll programmeaimsonroll provisions schoolarrangedapdetailoffroll
    schoolarrangedapdetailonroll summerhalfterm2sessiondetailsoffroll summerhalfterm2sessiondetailsonroll termlyexclusionsoffroll
    termlyexclusionsonroll termlysessiondetailsoffroll termlysessiondetailsonroll workplaceentityoffroll workplaceentityonroll
    """)
"""Tables of the same extract whose rows nothing here uses yet. Their key is the table's name with `tableid`."""
