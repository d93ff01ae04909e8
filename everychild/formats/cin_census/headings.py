"""The names of the elements of the children in need census of 2026, in their order."""

ROOT = "Message"
CHILD_IDENTIFIERS = ("LAchildID", "UPN", "FormerUPN", "UPNunknown", "PersonBirthDate", "ExpectedPersonBirthDate", "Sex", "PersonDeathDate")
CHILD_CHARACTERISTICS = ("Ethnicity", "Disabilities")
CIN_DETAILS = (
    "CINreferralDate", "ReferralSource", "PrimaryNeedCode", "CINclosureDate", "ReasonForClosure", "DateOfInitialCPC", "Assessments", "CINPlanDates",
    "Section47", "ReferralNFA", "ChildProtectionPlans",
)
