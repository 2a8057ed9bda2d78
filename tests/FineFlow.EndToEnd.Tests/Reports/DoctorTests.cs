using FineFlow.EndToEnd.Tests.Program;

namespace FineFlow.EndToEnd.Tests.Reports;

public sealed class DoctorTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void The_doctor_reports_a_libtorch_that_loads()
    {
        var report = Fineflow.RunProcessWell("doctor", "--json").Json();

        Assert.True(report.GetProperty("libtorch").GetProperty("loads").GetBoolean());
        Assert.Equal(Environment.ProcessorCount, report.GetProperty("cores").GetInt32());
    }

    [Fact]
    public void Without_libtorch_help_works_the_doctor_tells_and_the_rest_refuses()
    {
        // All that is managed, nothing that is native, which beside libtorch is what doctor never touches.
        var program = _folder.File(Path.GetFileName(Fineflow.Path));
        foreach (var file in Directory.GetFiles(AppContext.BaseDirectory, "*.dll")
                     .Concat(Directory.GetFiles(AppContext.BaseDirectory, "fineflow*")))
        {
            File.Copy(file, _folder.File(Path.GetFileName(file)), overwrite: true);
        }

        var help = Fineflow.RunProgram(program, "--help");
        Assert.Equal((0, ""), (help.ExitCode, help.Error));
        Assert.Contains("evaluate", help.Out, StringComparison.Ordinal);

        var doctor = Fineflow.RunProgram(program, "doctor", "--json");
        Assert.Equal((1, ""), (doctor.ExitCode, doctor.Error));
        Assert.False(doctor.Json().GetProperty("libtorch").GetProperty("loads").GetBoolean());

        var models = Fineflow.RunProgram(program, "models");
        Assert.Equal((0, ""), (models.ExitCode, models.Error));

        Fineflow.RunProgram(program, "parity", Goldens.Path("espcn/rect_x2_c2")).AssertRefused("libtorch: does not load on this machine");
    }

    public void Dispose() => _folder.Dispose();
}
