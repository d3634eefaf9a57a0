"""The deployment, rehearsed to the last request: packaged, deployed, used, rolled back and torn down."""

import pytest

from infra.aws.platforms import HERE
from infra.aws.rehearse import rehearse
from tests.infra.aws_packages import packaged


@pytest.mark.engines
def test_the_stack_is_deployed_used_rolled_back_and_torn_down(
    tmp_path_factory: pytest.TempPathFactory, capsys: pytest.CaptureFixture[str]
) -> None:
    rehearse(packaged(HERE, tmp_path_factory))

    assert "torn down" in capsys.readouterr().out
