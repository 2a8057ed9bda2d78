using FineFlow.Core.Baselines;
using FineFlow.Core.Formats;

namespace FineFlow.Core.Tests.Baselines;

public class GoldenTests
{
    [Fact]
    public void Even_split_reproduces_its_golden_case()
    {
        using var tensors = Open("mean");
        AssertMatches(tensors, EvenSplit.Predict(Maps(tensors, "coarse"), scaleFactor: 4));
    }

    [Fact]
    public void Historical_average_reproduces_its_golden_case()
    {
        using var tensors = Open("ha");
        var fitted = HistoricalAverage.Fit(
            Maps(tensors, "train_coarse"), Maps(tensors, "train_fine"), new(tensors.ReadSingle("train_ext")));
        AssertMatches(tensors, fitted.Predict(Maps(tensors, "coarse"), new(tensors.ReadSingle("ext"))));
    }

    private static SafetensorsFile Open(string model) =>
        SafetensorsFile.Open(Goldens.Path($"{model}/square_x4/tensors.safetensors"));

    private static FlowMaps Maps(SafetensorsFile file, string name)
    {
        var shape = file[name].Shape;
        return new(new((int)shape[0], (int)shape[1], (int)shape[2], (int)shape[3]), file.ReadSingle(name));
    }

    private static void AssertMatches(SafetensorsFile tensors, FlowMaps got)
    {
        var expected = tensors.ReadSingle("expected");
        Assert.Equal(expected.Length, got.Values.Length);
        Assert.All(expected.Zip(got.Values), pair =>
            Assert.InRange(Math.Abs(pair.Second - pair.First), 0, 1e-5f + 1e-4f * Math.Abs(pair.First)));
    }
}
