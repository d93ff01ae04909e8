"""Which item of an agreement each column or element of each table is."""

from functools import lru_cache

# One word list for all tables, since a name means the same wherever it stands; a table that differs says so below it.
_COLUMNS = {
    "id": """pupilonrolltableid pupilnolongeronrolltableid addressesonrolltableid addressesoffrolltableid addressestableid fsmperiodtableid
        fsmperiodsonrolltableid senneedstableid sourceid schoolcensustableid local_id contact_id pupil_id laestab incident_id person_no LAchildID
        YoungPersonsID PreviousYPIDIdentifier pers_person_id pers_legacy_id episode_id pupilonrollorderseqcolumn pupilnolongeronrollorderseqcolumn""",
    "name": """surname forename middlenames preferredsurname preferredforename formersurname given_names family_name known_as previous_family_name title
        Surname Forename MiddleNames PreferredSurname PreferredForename FormerSurname FormerForename Title GivenName MiddleName FamilyName pers_forename
        pers_surname pupil_given_names pupil_family_name""",
    "date_of_birth": """dob date_of_birth DOB PersonBirthDate ExpectedPersonBirthDate pers_dob pers_expected_dob birth_order pupil_date_of_birth
        moth_childs_dob""",
    "sex": "sex gender Sex Gender PersonGenderCurrent pers_sex pers_gender",
    "address": """saon paon street locality town administrativearea posttown addressline1 addressline2 addressline3 addressline4 addressline5 postcode
        uniquepropertyreferencenumber address address_1 address_2 address_3 address_4 address_withheld AddressLine1 AddressLine2 AddressLine3 AddressLine4
        AddressLine5 Town County Postcode PostCode SAON PAON Street Locality AdministrativeArea PostTown UniquePropertyReferenceNumber addr_address_json
        addr_address_type addr_address_start_date addr_address_end_date addr_address_postcode clap_cla_placement_postcode missingaddress""",
    "nhs_number": "nhs_number pers_common_child_id",
    "upn": "upn formerupn UPN FormerUPN UPNunknown UniquePupilNumber pers_upn_unknown send_upn send_upn_unknown link_identifier_type link_identifier_value",
    "uln": "uniquelearnernumber uln UniqueLearnerNumber UniqueLearnerNo send_uln",
    "ethnicity": "ethnicity Ethnicity EthnicitySource pers_ethnicity",
    "language": "language interpreter Language LanguageType",
    "nationality": "pers_nationality nationality",
    "telephone": "telephone email PhoneNo TelephoneType Email safe_contact",
    "school": """NativeId entrydate leavingdate enrolstatus ncyearactual ncyearleaving parttime boarder classtype school_laestab LEA Estab URN SchoolName
        EntryDate LeavingDate LeavingReason LastSchool NCyearActual EnrolStatus EstablishmentNumber EstablishmentName UKProviderReferenceNumber""",
    "sen": "senprovision sentype sentyperank SENprovision SENtype SENtypeRank StartDate pers_send_flag SENDFlag SENSupportFlag",
    "relations": """priority relation parental_responsibility court_order may_have_contact lives_with_pupil Order Relationship Responsible AddressAsPupil
        moth_person_id moth_childs_person_id fami_family_id fami_person_id pers_is_mother""",
    "involvement": """from to service consent_on invo_involvement_start_date invo_involvement_end_date invo_referral_id cine_referral_id cine_referral_date
        cine_close_date cppl_cp_plan_id cppl_cp_plan_start_date cppl_cp_plan_end_date clae_cla_id clae_cla_episode_id clae_cla_episode_start_date
        clae_cla_episode_ceased_date clae_entered_care_date earl_episode_id earl_episode_start_date earl_episode_end_date earl_episode_organisation
        s47e_s47_enquiry_id s47e_s47_start_date s47e_s47_end_date miss_missing_episode_start_date miss_missing_episode_end_date CINreferralDate
        CINclosureDate CPPstartDate CPPendDate InCare CareAuthority LeadLEA""",
    "worker": """gp_code health_visitor team worker worker_role officer invo_professional_id invo_professional_role_id invo_professional_team
        cine_referral_team cine_referral_worker_id earl_episode_worker_id s47e_s47_completed_by_worker_id s47e_s47_completed_by_team
        clea_care_leaver_worker_id clea_care_leaver_allocated_team clea_care_leaver_personal_advisor""",
    "category": """reason grading PrimaryNeedCode ReasonForClosure InitialCategoryOfAbuse LatestCategoryOfAbuse ActivityCode cine_cin_primary_need_code
        cine_close_reason clae_cla_primary_need_code clae_cla_episode_ceased_reason cppl_cp_plan_initial_category cppl_cp_plan_latest_category
        earl_episode_reason earl_episode_end_reason miss_missing_episode_type invo_worker_change_reason lega_legal_status""",
    "events": """at kind role cont_contact_id cont_contact_date cont_contact_source_code cont_contact_source_desc S47ActualStartDate icpc_icpc_id
        icpc_icpc_date lega_legal_status_start_date perm_placed_for_adoption_date DateOfInitialCPC InitialCPCtarget""",
    "death": "PersonDeathDate pers_death_date",
    "cautions": "staff_safety staff_safety_owner staff_safety_review_on",
}
_ITEM = {column: item for item, columns in _COLUMNS.items() for column in columns.split()}
_BY_TABLE = {
    ("child_health", "telephone"): "worker",
    ("early_help", "telephone"): "worker",
    ("young_person", "StartDate"): "involvement",
    ("contacts", "upn"): "relations",
    ("contacts", "pupil_given_names"): "relations",
    ("contacts", "pupil_family_name"): "relations",
    ("contacts", "pupil_date_of_birth"): "relations",
}


@lru_cache(maxsize=4096)
def item_of(table: str, column: str) -> str:
    """The item that a column is: `id` is always kept, and `other` brings no fact.

    >>> item_of("child_health", "telephone"), item_of("contacts", "telephone")
    ('worker', 'telephone')
    """
    if table == "establishments":
        return "establishment"
    return _BY_TABLE.get((table, column)) or _ITEM.get(column) or ("id" if column.endswith(("_table_id", "_person_id")) else "other")
