using CsCheck;
using FineFlow.Core.Datasets;

namespace FineFlow.Core.Tests.Datasets.Doctor;

/// <summary>Whatever happens to the bytes of a dataset, the doctor lives and knows of it what the loader would refuse.</summary>
public sealed class DamagedFileTests
{
    private static readonly string[] Files =
        [
            "dataset.json", "train/X.npy", "train/Y.npy", "valid/ext.npy", "valid/time.npy", "test/X.npy", "test/Y.npy", "test/ext.npy",
            "test/time.npy"];

    private static readonly Gen<(string File, double Place, byte Value, bool Cut)> Damage =
        Gen.Select(Gen.Int[0, Files.Length - 1].Select(file => Files[file]), Gen.Double[0, 1], Gen.Byte, Gen.Bool);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_doctor_finds_an_error_wherever_the_loader_refuses(bool checksums) => Damage.Array[1, 3].Sample(
        damages =>
        {
            using var data = new SickDataset();
            if (!checksums)
            {
                data.Describe();
            }

            foreach (var (file, place, value, cut) in damages)
            {
                var bytes = File.ReadAllBytes(data.File(file));
                if (bytes.Length > 0)
                {
                    // Most damage in the header, which is a small part of the file.
                    var at = (int)(place * place * (bytes.Length - 1));
                    bytes[at] = value;
                    File.WriteAllBytes(data.File(file), cut && value < 64 ? bytes[..at] : bytes);
                }
            }

            var report = data.Examine();
            if (Refusal(data.Path) is { } refusal)
            {
                Assert.True(report.Errors > 0, refusal);
            }
        },
        iter: 60,
        threads: 1);

    private static string? Refusal(string folder)
    {
        try
        {
            DatasetFolder.Load(folder, new());
            return null;
        }
        catch (BadInputException refused)
        {
            return refused.Message;
        }
    }
}
