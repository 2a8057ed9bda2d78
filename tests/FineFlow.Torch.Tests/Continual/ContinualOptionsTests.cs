using FineFlow.Core.Settings;
using FineFlow.Torch.Continual;

namespace FineFlow.Torch.Tests.Continual;

public class ContinualOptionsTests
{
    [Fact]
    public void The_documentations_table_is_that_of_the_declarations()
    {
        var rows = SettingsBinder.Describe(new ContinualOptions())
            .Select(setting => $"| `strategy.{setting.Name}` | {setting.Default!.ToJsonString()} | {setting.Description} |\n");

        Assert.Equal("| `--set` | default | meaning |\n|---|---|---|\n" + string.Concat(rows), Documentation.OptionTable("continual.md"));
    }
}
