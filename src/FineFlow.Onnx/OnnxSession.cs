using FineFlow.Core;
using FineFlow.Torch.Runtime;
using Microsoft.ML.OnnxRuntime;

namespace FineFlow.Onnx;

/// <summary>Opens ONNX files.</summary>
internal static class OnnxSession
{
    /// <summary>Opens a file's content.</summary>
    /// <param name="content">Its bytes.</param>
    /// <param name="path">The file, for messages.</param>
    /// <param name="threads">Threads of an operator; null for ONNX Runtime's default, one a core.</param>
    /// <exception cref="BadInputException">It is no ONNX model, or ONNX Runtime does not load.</exception>
    public static InferenceSession Open(byte[] content, string path, int? threads)
    {
        try
        {
            using var options = new SessionOptions { LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL };
            if (threads is { } count)
            {
                options.IntraOpNumThreads = NativeLibraries.Checked(count);
            }

            return new(content, options);
        }
        catch (OnnxRuntimeException failure)
        {
            throw new BadInputException(path, $"is no ONNX model that ONNX Runtime reads: {FirstLine(failure)}", failure);
        }
        catch (Exception failure) when (failure is TypeInitializationException or DllNotFoundException)
        {
            throw new BadInputException("ONNX Runtime", $"does not load on this machine: {failure.GetBaseException().Message}", failure);
        }
    }

    /// <summary>Returns the first line of a failure, without what belongs to ONNX Runtime's own sources.</summary>
    public static string FirstLine(OnnxRuntimeException failure) => failure.Message.Split('\n')[0].Trim();
}
