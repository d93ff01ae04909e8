"""The names of the elements of the client caseload return, in their order, as seen in 2019."""

from everychild.formats.words import words

ROOT = "NCCIS"
FILE_HEADER = ("Databases", "SourceLEAs", "DateOfSend", "PeriodEnd", "SupplierName", "SupplierXMLVersion", "XMLSchemaVersion")
PERSONAL_DETAILS = words("""
    YoungPersonsID CohortStatus GivenName MiddleName FamilyName AddressLine1 AddressLine2 AddressLine3 AddressLine4 Town County Postcode Gender DOB Ethnicity
    LeadLEA EducatedLEA TransferredToLACode LEACodeAtYear11 UniqueLearnerNo UniquePupilNumber GuaranteeStatusIndicator PreviousYPIDIdentifier
    """)
COHORT = words("""
    ActivityCode StartDate DateAscertained DateVerified ReviewDate DueToLapseDate CurrencyLapsed EstablishmentNumber EstablishmentName
    UKProviderReferenceNumber NEETStartDate PredictedEndDate
    """)
