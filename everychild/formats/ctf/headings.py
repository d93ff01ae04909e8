"""The names of the elements of a transfer file, as the department's forms of 2026 have them."""

ROOT = "CTfile"
HEADER = ("DocumentName", "CTFversion", "DateTime", "DocumentQualifier", "DataDescriptor", "SupplierID", "SourceSchool", "DestSchool")
SCHOOL = ("LEA", "Estab", "URN", "SchoolName", "AcademicYear")
PUPIL = ("UPN", "UniqueLearnerNumber", "Surname", "Forename", "DOB", "Sex", "BasicDetails", "FSMhistory", "LookedAfter", "SENhistory", "Address", "Phones", "Email", "Contacts", "SchoolHistory")
BASIC_DETAILS = ("FormerUPN", "PreferredSurname", "PreferredForename", "FormerSurname", "MiddleNames", "NCyearActual", "Ethnicity", "Languages", "EnrolStatus")
CONTACT = ("Order", "Title", "Surname", "Forename", "Relationship", "Responsible", "AddressAsPupil", "Address", "Phones", "Email")
SCHOOL_HISTORY = ("LEA", "Estab", "SchoolName", "EntryDate", "LeavingDate", "LeavingReason", "LastSchool")
