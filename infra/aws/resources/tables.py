"""The tables, from the very classes that the store reads and writes with: there is no second list."""

import os
from typing import Any, Final

from pynamodb.attributes import TTLAttribute

from chalicelib.store.tables import TABLES, Table
from infra.aws.resources.intrinsics import Resource, chosen, resource_name, sub

_PREFIX: Final = os.environ.get("AMAN_TABLE_PREFIX", "aman-")


def thing_of(table: type[Table]) -> str:
    """The name of a table without the installation's prefix, like `private-notes`."""
    return str(table.Meta.table_name).removeprefix(_PREFIX)


def table_resource(thing: str) -> str:
    """The name of a table in the template."""
    return f"{resource_name(thing)}Table"


def tables() -> dict[str, Resource]:
    """Every table as a resource; it and its rows outlive the stack."""
    return {table_resource(thing_of(table)): _table(table) for table in TABLES}


def _table(table: type[Table]) -> Resource:
    schema: Any = table._get_schema()  # noqa: SLF001 (what create_table itself uses; it has no public name)
    properties: dict[str, Any] = {
        "TableName": sub(f"aman-${{Stage}}-{thing_of(table)}"),
        "BillingMode": "PAY_PER_REQUEST",
        "KeySchema": _keys(schema),
        "AttributeDefinitions": [
            {"AttributeName": one["AttributeName"], "AttributeType": one["AttributeType"]}
            for one in schema["attribute_definitions"]
        ],
        "PointInTimeRecoverySpecification": {"PointInTimeRecoveryEnabled": True},
        "SSESpecification": {"SSEEnabled": True},
        "DeletionProtectionEnabled": chosen("IsProtected", then=True, otherwise=False),
        **_indexes(schema),
        **_time_to_live(table),
    }
    kept = {"DeletionPolicy": "Retain", "UpdateReplacePolicy": "Retain"}
    return {"Type": "AWS::DynamoDB::Table", **kept, "Properties": properties}


def _keys(schema: Any) -> list[dict[str, str]]:  # noqa: ANN401 (a table's schema or an index's)
    found = [
        {"AttributeName": one["AttributeName"], "KeyType": one["KeyType"]} for one in schema["key_schema"]
    ]
    # CloudFormation wants the partition's key first; PynamoDB has them in the order of their names.
    return sorted(found, key=lambda one: one["KeyType"])


def _indexes(schema: Any) -> dict[str, Any]:  # noqa: ANN401 (PynamoDB's schema is a private type)
    found = [
        {
            "IndexName": index["index_name"],
            "KeySchema": _keys(index),
            "Projection": {"ProjectionType": index["projection"]["ProjectionType"]},
        }
        for index in schema["global_secondary_indexes"]
    ]
    return {"GlobalSecondaryIndexes": found} if found else {}


def _time_to_live(table: type[Table]) -> dict[str, Any]:
    for one in table.get_attributes().values():
        if isinstance(one, TTLAttribute):
            return {"TimeToLiveSpecification": {"AttributeName": one.attr_name, "Enabled": True}}
    return {}
