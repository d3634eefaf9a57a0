"""Places, fields, forms and units: the words that every page shares."""

from typing import Final

from chalicelib.domain.actors import Role
from chalicelib.domain.areas import Area, Region
from chalicelib.domain.categories import Field, Form, Unit
from chalicelib.domain.partners import Language
from chalicelib.words.labels import Labels
from chalicelib.words.text import N_, P_

LABELS: Final[Labels] = {
    Role: {
        Role.PUBLIC: N_("A member of the public"),
        Role.PARTNER: N_("Partner"),
        Role.STAFF: N_("Staff"),
        Role.SUPERVISOR: N_("Supervisor"),
        Role.SYSTEM: N_("The system"),
    },
    Language: {
        Language.ARABIC: N_("Arabic"),
        Language.ENGLISH: N_("English"),
    },
    Area: {
        Area.SHARJAH: N_("Sharjah City"),
        Area.HAMRIYAH: N_("Al Hamriyah"),
        Area.DHAID: N_("Al Dhaid"),
        Area.MADAM: N_("Al Madam"),
        Area.MLEIHA: N_("Mleiha"),
        Area.BATAEH: N_("Al Bataeh"),
        Area.KHORFAKKAN: N_("Khorfakkan"),
        Area.KALBA: N_("Kalba"),
        Area.DIBBA: N_("Dibba Al Hisn"),
        Area.EMIRATE: N_("The whole emirate"),
    },
    Region: {
        Region.CITY: N_("Sharjah City and its surroundings"),
        Region.CENTRAL: N_("The central region"),
        Region.EAST_COAST: N_("The east coast"),
        Region.EMIRATE: N_("The whole emirate"),
    },
    Field: {
        Field.LIVING: P_("field", "Living"),
        Field.HEALTH: P_("field", "Health"),
        Field.EDUCATION: P_("field", "Education"),
        Field.LEGAL: P_("field", "Legal"),
        Field.PSYCHOLOGICAL: P_("field", "Psychological"),
        Field.SOCIAL: P_("field", "Social"),
    },
    Form: {
        Form.IN_KIND: N_("In kind"),
        Form.SERVICE: N_("Service"),
        Form.FINANCIAL: N_("Financial"),
    },
    Unit: {
        Unit.PIECE: P_("unit", "Piece"),
        Unit.HOME: P_("unit", "Home"),
        Unit.LOAD: P_("unit", "Truckload"),
        Unit.BASKET: P_("unit", "Basket"),
        Unit.PERSON: P_("unit", "Person"),
        Unit.PRESCRIPTION: P_("unit", "Prescription"),
        Unit.SESSION: P_("unit", "Session"),
        Unit.SEAT: P_("unit", "Seat"),
        Unit.CASE: P_("unit", "Case"),
        Unit.AED: P_("unit", "Dirham"),
    },
}
