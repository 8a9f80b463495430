"""Readings as a FHIR R4 bundle: observations with LOINC and UCUM, doses as statements.

Source: HL7 FHIR R4 (4.0.1): Bundle, Patient, Observation, MedicationStatement, and the profiles
of vital signs (http://hl7.org/fhir/R4/observation-vitalsigns.html).
"""

import json
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from assistant_desktop.domain.health_record import HealthRecord
from assistant_desktop.domain.ids import UserId
from assistant_desktop.domain.model import JsonObject

LOINC: Final = "http://loinc.org"
UCUM: Final = "http://unitsofmeasure.org"
_CATEGORY: Final = "http://terminology.hl7.org/CodeSystem/observation-category"
_SPACE: Final = uuid.UUID("5f1a3c1e-52a4-5f0c-9d5b-0b6a4f9f8f11")
END: Final = "\n]}\n"
_PATIENT: Final = f"urn:uuid:{uuid.uuid5(_SPACE, 'patient')}"


@dataclass(frozen=True, slots=True)
class _Code:
    loinc: str
    display: str
    category: str


# Source: loinc.org; the codes of vital signs are those of the R4 profiles.
_CODES: Final = {
    ("weight", "kg"): _Code("29463-7", "Body weight", "vital-signs"),
    ("blood_pressure", "mmHg"): _Code(
        "85354-9", "Blood pressure panel with all children optional", "vital-signs"
    ),
    ("pulse", "bpm"): _Code("8867-4", "Heart rate", "vital-signs"),
    ("temperature", "°C"): _Code("8310-5", "Body temperature", "vital-signs"),
    ("glucose", "mmol/L"): _Code("15074-8", "Glucose [Moles/volume] in Blood", "laboratory"),
    ("sleep", "h"): _Code("93832-4", "Sleep duration", "activity"),
    ("steps", "steps"): _Code("55423-8", "Number of steps", "activity"),
    ("exercise", "min"): _Code("55411-3", "Exercise duration", "activity"),
}
_SYSTOLIC: Final = ("8480-6", "Systolic blood pressure")
_DIASTOLIC: Final = ("8462-4", "Diastolic blood pressure")
# Source: UCUM, the case-sensitive codes.
_UCUM: Final = {
    "kg": "kg", "mmHg": "mm[Hg]", "bpm": "/min", "°C": "Cel", "mmol/L": "mmol/L", "h": "h",
    "steps": "{steps}", "min": "min", "km": "km", "ml": "mL", "kcal": "kcal", "/10": "{score}",
    "mg": "mg", "g": "g", "mcg": "ug", "IU": "[IU]", "drop": "[drp]", "tablet": "{tablet}",
    "pill": "{pill}", "capsule": "{capsule}", "unit": "{unit}", "times": "{dose}",
}  # fmt: skip


def beginning(user_id: UserId, now: datetime) -> str:
    """The bundle up to its first reading: whose they are."""
    patient = {"resourceType": "Patient", "name": [{"text": user_id}]}
    head = {
        "resourceType": "Bundle",
        "type": "collection",
        "timestamp": now.isoformat(timespec="seconds"),
    }
    opened = json.dumps(head, ensure_ascii=False)[:-1]
    first = json.dumps({"fullUrl": _PATIENT, "resource": patient}, ensure_ascii=False)
    return f'{opened}, "entry": [\n{first}'


def entries(records: Sequence[HealthRecord], zone: ZoneInfo) -> list[str]:
    """An entry of the bundle for each reading, each after a comma."""
    made = []
    for one in records:
        is_dose = one.kind == "medication"
        resource = _statement(one, zone) if is_dose else _observation(one, zone)
        entry = {"fullUrl": f"urn:uuid:{_uuid(one)}", "resource": resource}
        made.append(f",\n{json.dumps(entry, ensure_ascii=False)}")
    return made


def _uuid(one: HealthRecord) -> str:
    try:
        return str(uuid.UUID(one.id))
    except ValueError:
        return str(uuid.uuid5(_SPACE, one.id))


def _observation(one: HealthRecord, zone: ZoneInfo) -> JsonObject:
    code = _CODES.get((one.kind, one.unit))
    concept: JsonObject = {"text": one.note if one.kind == "symptom" and one.note else one.kind}
    if code is not None:
        concept["coding"] = [_coding(code.loinc, code.display)]
    category = code.category if code is not None else "survey"
    made: JsonObject = {
        "resourceType": "Observation",
        "status": "final",
        "category": [{"coding": [{"system": _CATEGORY, "code": category}]}],
        "code": concept,
        "subject": {"reference": _PATIENT},
        "effectiveDateTime": _when(one, zone),
    }
    if one.second_value is None:
        made["valueQuantity"] = _quantity(one.value, one.unit)
    else:
        made["component"] = [
            _component(_SYSTOLIC, one.value, one.unit),
            _component(_DIASTOLIC, one.second_value, one.unit),
        ]
    if one.note and one.kind != "symptom":
        made["note"] = [{"text": one.note}]
    return made


def _statement(one: HealthRecord, zone: ZoneInfo) -> JsonObject:
    return {
        "resourceType": "MedicationStatement",
        "status": "completed",
        "medicationCodeableConcept": {"text": one.note or one.kind},
        "subject": {"reference": _PATIENT},
        "effectiveDateTime": _when(one, zone),
        "dosage": [{"doseAndRate": [{"doseQuantity": _quantity(one.value, one.unit)}]}],
    }


def _component(which: tuple[str, str], value: float, unit: str) -> JsonObject:
    return {"code": {"coding": [_coding(*which)]}, "valueQuantity": _quantity(value, unit)}


def _coding(code: str, display: str) -> JsonObject:
    return {"system": LOINC, "code": code, "display": display}


def _quantity(value: float, unit: str) -> JsonObject:
    """With its UCUM code; a unit of the user's own is told in words alone."""
    made: JsonObject = {"value": value, "unit": unit or "1"}
    code = _UCUM.get(unit)
    return made if code is None else made | {"system": UCUM, "code": code}


def _when(one: HealthRecord, zone: ZoneInfo) -> str:
    return one.at.astimezone(zone).isoformat(timespec="milliseconds")
