using FineFlow.Torch.Runtime;

namespace FineFlow.Torch.Tests.Runtime;

public class OpenMpSpinTests
{
    [Fact]
    public void Libgomp_sees_a_limit_unless_the_user_set_one()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "libgomp is Linux's");
        NativeLibraries.Require();
        var chosen = Environment.GetEnvironmentVariable("GOMP_SPINCOUNT");
        var asleep = Environment.GetEnvironmentVariable("OMP_WAIT_POLICY") is not null;
        Assert.Equal(chosen ?? (asleep ? null : "10000"), NativeEnvironment.Get("GOMP_SPINCOUNT"));
    }
}
