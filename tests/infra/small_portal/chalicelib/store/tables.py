import boto3


def create_tables() -> None:
    dynamodb = boto3.client("dynamodb")
    if "small" in dynamodb.list_tables()["TableNames"]:
        return
    dynamodb.create_table(
        TableName="small",
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
        BillingMode="PAY_PER_REQUEST",
    )
